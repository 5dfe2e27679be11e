using System.Text;
using System.Text.Json;
using PreferenceFlow.Service.Errors;
using PreferenceFlow.Service.Json;
using PreferenceFlow.Service.PassThrough;
using PreferenceFlow.Service.Pipeline;

namespace PreferenceFlow.Service.Formats;

/// <summary>A request for an answer: the bytes for the upstream, and the little of it that alignment must know.</summary>
internal sealed record AnswerRequest
{
    /// <summary>Of a model: asks for mode auto.</summary>
    public const string Suffix = "+pflow";

    /// <summary>The client's very bytes, but for <c>preference_flow</c> and the model suffix where there were any.</summary>
    public required ReadOnlyMemory<byte> UpstreamBody { get; init; }

    /// <summary>The headers that it came with.</summary>
    public RequestHead Head { get; init; } = RequestHead.Empty;

    public required IAnswerFormat Format { get; init; }

    /// <summary>The model that the upstream is asked for; null where the request names none.</summary>
    public required string? Model { get; init; }

    public required Question Question { get; init; }

    /// <summary>True where the answer shall come as events.</summary>
    public bool Streams { get; init; }

    /// <summary>The request's <c>seed</c>; null where it has none.</summary>
    public required long? Seed { get; init; }

    /// <summary>Seed of what is drawn here: the request's, so that asking again gives the same.</summary>
    public int DrawSeed => unchecked((int)(Seed ?? 0));

    /// <summary>Most tokens of an answer; null where the request names no limit.</summary>
    public long? MaxTokens { get; init; }

    public required RequestOverrides BodyOverrides { get; init; }

    public required RequestOverrides SuffixOverrides { get; init; }

    /// <summary>False where the body surely holds neither <c>preference_flow</c> nor the suffix, however its strings are escaped.</summary>
    public static bool MayHoldOptions(ReadOnlySpan<byte> body) =>
        body.IndexOf("pflow"u8) >= 0 || body.IndexOf("preference_flow"u8) >= 0 || body.IndexOf("\\u"u8) >= 0;

    /// <summary>A request whose answer will not be touched and that has nothing to be stripped: not even its syntax is ours to judge.</summary>
    public static AnswerRequest Unread(RequestHead head, ReadOnlyMemory<byte> body, IAnswerFormat format) => new()
    {
        Head = head,
        UpstreamBody = body,
        Format = format,
        Model = null,
        Question = Question.Unread,
        Seed = null,
        BodyOverrides = RequestOverrides.None,
        SuffixOverrides = RequestOverrides.None,
    };

    /// <summary>Reads a request.</summary>
    /// <exception cref="OpenAiException">It is empty, malformed, no object, or its options are wrong.</exception>
    public static AnswerRequest Parse(ReadOnlyMemory<byte> body, IAnswerFormat format)
    {
        if (body.IsEmpty)
            throw OpenAiException.Invalid("empty_body", null, "The request body is empty; a JSON object is expected.");
        try
        {
            var root = JsonSlices.Root(body.Span);
            return root.Kind == JsonTokenType.StartObject
                ? Read(body, root, format)
                : throw OpenAiException.Invalid("invalid_body", null, "The request body must be a JSON object.");
        }
        catch (JsonException exception)
        {
            // The parser's own message quotes the request.
            throw OpenAiException.Invalid("invalid_json", null, exception is { LineNumber: { } line, BytePositionInLine: { } position }
                ? $"The request body is not valid JSON: line {line + 1}, byte {position + 1}."
                : "The request body is not valid JSON: a string is not well-formed Unicode.");
        }
    }

    /// <summary>The body for another answer to the same request: with a seed of its own where the request has one.</summary>
    /// <param name="offset">What is added to the seed.</param>
    public ReadOnlyMemory<byte> WithSeed(int offset) =>
        Seed is { } seed ? MemberValue.With(UpstreamBody, "seed", Encoding.ASCII.GetBytes($"{unchecked(seed + offset)}")) : UpstreamBody;

    private static AnswerRequest Read(ReadOnlyMemory<byte> body, JsonSlice root, IAnswerFormat format)
    {
        var members = JsonSlices.Members(body.Span, root);
        var view = new JsonObjectView(body, root);
        var options = RequestOverrides.None;
        var edits = new List<ByteEdit>(MemberRemoval.Of(members, member => member.Name == BodyOptions.Name));
        var suffixed = false;
        string? model = null;
        foreach (var member in members)
        {
            if (member.Name == BodyOptions.Name)
                options = BodyOptions.Read(body, member.Value);
            if (member is not { Name: "model", Value.Kind: JsonTokenType.String })
                continue;
            model = JsonSlices.Text(body.Span, member.Value);
            if (!model.EndsWith(Suffix, StringComparison.Ordinal))
                continue;
            suffixed = true;
            model = model[..^Suffix.Length];
            edits.Add(new(member.Value.Start, member.Value.End, ByteSplice.Quote(model)));
        }

        return new()
        {
            UpstreamBody = ByteSplice.Apply(body, [.. edits.OrderBy(edit => edit.Start)]),
            Format = format,
            Question = format.ReadQuestion(view),
            Model = model,
            Streams = view.IsTrue("stream"),
            Seed = view.Integer("seed"),
            MaxTokens = TokenLimit.Of(view),
            BodyOverrides = options,
            SuffixOverrides = suffixed ? new() { Mode = AlignmentMode.Auto } : RequestOverrides.None,
        };
    }
}
