using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace PreferenceFlow.Replay;

/// <summary>Writes one chat completion the way OpenAI does.</summary>
internal sealed class ReplayChat(RecordedAnswers answers, TimeProvider time, string id)
{
    public async Task WriteJsonAsync(HttpContext context, ReplayRequest request, ReplayOptions behaviour)
    {
        var choices = new JsonArray();
        for (var index = 0; index < request.Choices; index++)
        {
            choices.Add(new JsonObject
            {
                ["index"] = index,
                ["message"] = new JsonObject { ["role"] = "assistant", ["content"] = Answer(request, index), ["refusal"] = null },
                ["logprobs"] = null,
                ["finish_reason"] = "stop",
            });
        }

        var body = Encoding.UTF8.GetBytes(Envelope(request, "chat.completion", choices, Usage(request)).ToJsonString());
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = body.Length;
        var whole = behaviour.Failure is not (ReplayFailure.Cut or ReplayFailure.Hang);
        await context.Response.Body.WriteAsync(whole ? body : body.AsMemory(0, body.Length / 2), context.RequestAborted);
        if (!whole)
            await BreakAsync(context, behaviour.Failure);
    }

    public async Task WriteStreamAsync(HttpContext context, ReplayRequest request, ReplayOptions behaviour)
    {
        context.Response.ContentType = "text/event-stream; charset=utf-8";
        context.Response.Headers.CacheControl = "no-cache";
        var pieces = Enumerable.Range(0, request.Choices).Select(index => Split(Answer(request, index), behaviour.Chunk)).ToList();
        for (var index = 0; index < request.Choices; index++)
            await WriteChunkAsync(context, request, index, new JsonObject { ["role"] = "assistant", ["content"] = "" }, null);

        var steps = pieces.Max(list => list.Count);
        var middle = steps / 2;
        for (var step = 0; step < steps; step++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(behaviour.TokenMs), time, context.RequestAborted);
            if (step == middle && behaviour.Failure is (ReplayFailure.Cut or ReplayFailure.Hang))
            {
                await BreakAsync(context, behaviour.Failure);
                return;
            }

            for (var index = 0; index < request.Choices; index++)
            {
                if (step < pieces[index].Count)
                    await WriteChunkAsync(context, request, index, new JsonObject { ["content"] = pieces[index][step] }, null);
            }
        }

        for (var index = 0; index < request.Choices; index++)
            await WriteChunkAsync(context, request, index, [], "stop");
        if (request.IncludeUsage)
            await WriteEventAsync(context, Envelope(request, "chat.completion.chunk", [], Usage(request)).ToJsonString());
        await WriteEventAsync(context, "[DONE]");
    }

    private static async Task BreakAsync(HttpContext context, ReplayFailure failure)
    {
        await context.Response.Body.FlushAsync(context.RequestAborted);
        if (failure == ReplayFailure.Hang)
            await Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted);
        context.Abort();
    }

    private Task WriteChunkAsync(HttpContext context, ReplayRequest request, int index, JsonObject delta, string? finish) =>
        WriteEventAsync(context, Envelope(request, "chat.completion.chunk", [new JsonObject
        {
            ["index"] = index,
            ["delta"] = delta,
            ["logprobs"] = null,
            ["finish_reason"] = finish,
        }], null).ToJsonString());

    private static async Task WriteEventAsync(HttpContext context, string data)
    {
        await context.Response.WriteAsync($"data: {data}\n\n", context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
    }

    private JsonObject Envelope(ReplayRequest request, string kind, JsonArray choices, JsonObject? usage)
    {
        var envelope = new JsonObject
        {
            ["id"] = id,
            ["object"] = kind,
            ["created"] = time.GetUtcNow().ToUnixTimeSeconds(),
            ["model"] = answers.Find(request.Prompt, 0).Model ?? request.Model,
            ["choices"] = choices,
        };
        if (usage is not null)
            envelope["usage"] = usage;
        return envelope;
    }

    // Words, not tokens: the figures are plausible, never billed.
    private JsonObject Usage(ReplayRequest request)
    {
        var prompt = Words(request.Prompt);
        var completion = Enumerable.Range(0, request.Choices).Sum(index => Words(Answer(request, index)));
        return new() { ["prompt_tokens"] = prompt, ["completion_tokens"] = completion, ["total_tokens"] = prompt + completion };
    }

    private string Answer(ReplayRequest request, int choice) => answers.Find(request.Prompt, choice).Answer;

    private static int Words(string text) => text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length;

    private static List<string> Split(string text, int size)
    {
        var pieces = new List<string>();
        var piece = new StringBuilder();
        var elements = StringInfo.GetTextElementEnumerator(text);
        while (elements.MoveNext())
        {
            piece.Append(elements.GetTextElement());
            if (piece.Length < size)
                continue;
            pieces.Add(piece.ToString());
            piece.Clear();
        }

        if (piece.Length > 0)
            pieces.Add(piece.ToString());
        return pieces;
    }
}
