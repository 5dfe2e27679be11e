using System.Text.Json;
using PreferenceFlow.Clients.ServerSentEvents;
using PreferenceFlow.Service.Json;
using PreferenceFlow.Service.Pipeline;

namespace PreferenceFlow.Service.Chat;

/// <summary>A piece of one choice's text within an event's data.</summary>
internal readonly record struct ChunkPiece(long Choice, string Text, JsonSlice Content);

/// <summary>One <c>chat.completion.chunk</c>: the text in it, and whether it forbids or ends alignment.</summary>
internal sealed class ChatChunk
{
    public List<ChunkPiece> Pieces { get; } = [];

    /// <summary>Choices that this chunk finishes.</summary>
    public List<long> Finished { get; } = [];

    /// <summary>Why the stream may not be changed; null where nothing speaks against it.</summary>
    public BypassReason? Bypass { get; private set; }

    /// <summary>The chunk in an event; an empty one where the event holds none.</summary>
    public static ChatChunk Of(SseEvent held) => held is { IsDone: false, Data: { } data } ? Read(data) : new();

    private static ChatChunk Read(ReadOnlyMemory<byte> data)
    {
        var chunk = new ChatChunk();
        try
        {
            var root = new JsonObjectView(data, JsonSlices.Root(data.Span));
            if (root.HasContent("error"))
                chunk.Bypass = BypassReason.UpstreamError;
            else if (root.Repeats("choices"))
                chunk.Bypass = BypassReason.NotACompletion;
            else
                chunk.TakeChoices(data, root);
        }
        catch (JsonException)
        {
            chunk.Bypass = BypassReason.NotACompletion;
        }

        return chunk;
    }

    // No choices at all is well: the usage chunk, Azure's prompt_filter_results.
    private void TakeChoices(ReadOnlyMemory<byte> data, JsonObjectView root)
    {
        foreach (var slice in root.Array("choices"))
        {
            var choice = new JsonObjectView(data, slice);
            var index = choice.Integer("index") ?? 0;
            if (choice["finish_reason"] is not null)
                Finished.Add(index);
            if (choice.Object("delta") is not { } delta)
                continue;

            var unreadable = choice.Repeats("delta") || delta.Repeats("content");
            Bypass ??= unreadable ? BypassReason.NotACompletion : MessageRules.BypassOf(choice, delta);
            switch (delta["content"])
            {
                case { Kind: JsonTokenType.String } content:
                    Pieces.Add(new(index, JsonSlices.Text(data.Span, content), content));
                    break;
                case not null:
                    Bypass ??= BypassReason.NoText;
                    break;
            }
        }
    }
}
