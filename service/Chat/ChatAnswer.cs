using System.Text.Json;
using PreferenceFlow.Service.Json;
using PreferenceFlow.Service.Pipeline;

namespace PreferenceFlow.Service.Chat;

/// <summary>One choice's text and where it stands.</summary>
internal readonly record struct AnswerText(string Text, JsonSlice Content);

/// <summary>A chat completion as JSON: its bytes, and the texts in it that may be changed.</summary>
internal sealed class ChatAnswer
{
    private readonly ReadOnlyMemory<byte> body;

    private ChatAnswer(ReadOnlyMemory<byte> body) => this.body = body;

    public List<AnswerText> Texts { get; } = [];

    /// <summary>Why no text may be changed; null where one may.</summary>
    public BypassReason? Bypass { get; private set; }

    public static ChatAnswer Read(ReadOnlyMemory<byte> body)
    {
        var answer = new ChatAnswer(body);
        try
        {
            var root = new JsonObjectView(body, JsonSlices.Root(body.Span));
            var choices = root.Array("choices");
            answer.Bypass = root.HasContent("error") || choices.Count == 0 || root.Repeats("choices") ? BypassReason.NotACompletion : null;
            foreach (var choice in answer.Bypass is null ? choices : [])
                answer.Take(new JsonObjectView(body, choice));
        }
        catch (JsonException)
        {
            answer.Texts.Clear();
            answer.Bypass = BypassReason.NotACompletion;
        }

        if (answer.Texts.Count > 0)
            answer.Bypass = null; // the choices that may not be changed stay as they are
        return answer;
    }

    /// <summary>The bytes with the changed texts in place of the old; everything else as it came.</summary>
    /// <param name="changed">For each of <see cref="Texts"/> the new text, or null to keep it.</param>
    public ReadOnlyMemory<byte> With(IReadOnlyList<string?> changed)
    {
        var edits = Texts.Zip(changed)
            .Where(pair => pair.Second is not null)
            .Select(pair => new ByteEdit(pair.First.Content.Start, pair.First.Content.End, ByteSplice.Quote(pair.Second!)))
            .OrderBy(edit => edit.Start)
            .ToList();
        return ByteSplice.Apply(body, edits);
    }

    private void Take(JsonObjectView choice)
    {
        var message = choice.Object("message");
        var reason = message is null || choice.Repeats("message") || message.Value.Repeats("content")
            ? BypassReason.NotACompletion
            : MessageRules.BypassOf(choice, message.Value);
        if (reason is null && message!.Value["content"] is not { Kind: JsonTokenType.String })
            reason = BypassReason.NoText;

        if (reason is null)
            Texts.Add(new(message!.Value.Text("content")!, message.Value["content"]!.Value));
        else
            Bypass ??= reason;
    }
}
