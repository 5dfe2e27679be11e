using System.Text;
using System.Text.Json;
using PreferenceFlow.Service.Json;

namespace PreferenceFlow.Service.Candidates;

/// <summary>
/// The whole numbers of answers' <c>usage</c> objects, by their path in it: what calls beyond the one that is answered with have used.
/// </summary>
internal sealed class TokenCounts
{
    private readonly Dictionary<string, long> counts = [];

    public bool IsEmpty => counts.Count == 0;

    /// <summary>Takes in what one answer, or one event of a stream, tells: of the same answer the later figure counts.</summary>
    public void Read(ReadOnlyMemory<byte> json) => Visit(json, (path, _, value) => counts[path] = value);

    /// <summary>Adds another answer's counts.</summary>
    public void Add(TokenCounts other)
    {
        foreach (var (path, count) in other.counts)
            counts[path] = counts.GetValueOrDefault(path) + count;
    }

    /// <summary>A document or event with these counts added to its own; the very same bytes where it tells no usage.</summary>
    public ReadOnlyMemory<byte> AddTo(ReadOnlyMemory<byte> json)
    {
        var edits = new List<ByteEdit>();
        if (!IsEmpty)
        {
            Visit(json, (path, place, value) =>
            {
                if (counts.TryGetValue(path, out var more) && more != 0)
                    edits.Add(new(place.Start, place.End, Encoding.ASCII.GetBytes($"{value + more}")));
            });
        }

        return ByteSplice.Apply(json, [.. edits.OrderBy(edit => edit.Start)]);
    }

    private static void Visit(ReadOnlyMemory<byte> json, Action<string, JsonSlice, long> visit)
    {
        if (json.Span.IndexOf("\"usage\""u8) < 0)
            return;
        try
        {
            var root = new JsonObjectView(json, JsonSlices.Root(json.Span));
            var holder = root.Object("response") ?? root.Object("message") ?? root;
            if (holder["usage"] is { Kind: JsonTokenType.StartObject } usage)
                Visit(json, usage, "", visit);
        }
        catch (JsonException)
        {
            // what cannot be read tells nothing
        }
    }

    private static void Visit(ReadOnlyMemory<byte> json, JsonSlice holder, string path, Action<string, JsonSlice, long> visit)
    {
        foreach (var member in JsonSlices.Members(json.Span, holder))
        {
            var place = $"{path}/{member.Name}";
            if (member.Value.Kind == JsonTokenType.StartObject)
                Visit(json, member.Value, place, visit);
            else if (member.Value.Kind == JsonTokenType.Number && long.TryParse(member.Value.In(json.Span), out var value))
                visit(place, member.Value, value);
        }
    }
}
