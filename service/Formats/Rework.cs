using System.Text;
using System.Text.Json;
using PreferenceFlow.Service.Json;

namespace PreferenceFlow.Service.Formats;

/// <summary>Goes on with the conversation of a request: the answer that it got, and what is asked for next.</summary>
internal static class Rework
{
    private static readonly string[] OfStreams = ["stream", "stream_options"];
    private static readonly string[] OfSeveral = ["n"];

    /// <param name="request">The request that was answered.</param>
    /// <param name="conversation">The member that holds the messages: an array, or the one question as a string.</param>
    /// <param name="answer">The answer.</param>
    /// <param name="instruction">What is asked for next.</param>
    /// <returns>The request for one answer that comes whole; null where the request has no such conversation.</returns>
    public static ReadOnlyMemory<byte>? Of(ReadOnlyMemory<byte> request, string conversation, string answer, string instruction)
    {
        var root = JsonSlices.Root(request.Span);
        var members = JsonSlices.Members(request.Span, root);
        var turns = $"{Turn("assistant", answer)},{Turn("user", instruction)}";
        if (new JsonObjectView(request, root)[conversation] is not { } messages || Continued(request, messages, turns) is not { } edit)
            return null;
        var edits = MemberRemoval.Of(members, member => OfStreams.Contains(member.Name) || OfSeveral.Contains(member.Name)).Append(edit);
        return ByteSplice.Apply(request, [.. edits.OrderBy(e => e.Start)]);
    }

    private static ByteEdit? Continued(ReadOnlyMemory<byte> request, JsonSlice messages, string turns) => messages.Kind switch
    {
        JsonTokenType.StartArray when JsonSlices.Elements(request.Span, messages).Count > 0 =>
            new(messages.End - 1, messages.End - 1, Encoding.UTF8.GetBytes($",{turns}")),
        JsonTokenType.String =>
            new(messages.Start, messages.End, Encoding.UTF8.GetBytes($"[{Turn("user", JsonSlices.Text(request.Span, messages))},{turns}]")),
        _ => null,
    };

    private static string Turn(string role, string content) =>
        $$"""{"role":"{{role}}","content":{{Encoding.UTF8.GetString(ByteSplice.Quote(content).Span)}}}""";
}
