using System.Buffers;
using Microsoft.Extensions.Options;
using PreferenceFlow.FlowModel.Decisions;
using PreferenceFlow.Service.Chat;
using PreferenceFlow.Service.PassThrough;

namespace PreferenceFlow.Service.Pipeline;

/// <summary>Answers that come as one JSON document: steps (3) to (5) of the pipeline.</summary>
internal sealed class JsonReply(AlignmentQueue queue, IOptions<AlignmentOptions> options, TimeProvider time)
{
    /// <summary>Passes the body as it arrives.</summary>
    public async Task<AlignmentOutcome> PassAsync(ChatExchange exchange, AlignmentOutcome outcome)
    {
        Begin(exchange, outcome, time.GetElapsedTime(exchange.Started), sameBody: true);
        await ResponseCopy.CopyAsync(exchange.Response.Body, exchange.Context.Response, exchange.Aborted);
        return outcome;
    }

    public async Task<AlignmentOutcome> AlignAsync(ChatExchange exchange)
    {
        var body = await ReadAsync(exchange); // :: (3)
        var upstream = time.GetElapsedTime(exchange.Started);
        if (body.WrittenCount > options.Value.MaxAnswerBytes)
        {
            var large = AlignmentOutcome.Bypassed(BypassReason.TooLarge);
            Begin(exchange, large, upstream, sameBody: true);
            await exchange.Context.Response.Body.WriteAsync(body.WrittenMemory, exchange.Aborted);
            await ResponseCopy.CopyAsync(exchange.Response.Body, exchange.Context.Response, exchange.Aborted);
            return large;
        }

        var answer = ChatAnswer.Read(body.WrittenMemory);
        var results = await Task.WhenAll(answer.Texts.Select(text => // :: (4)
            queue.DecideAsync(exchange.Aligner!, exchange.Ask(text.Text), exchange.Id, exchange.Aborted)));
        var outcome = answer.Bypass is { } reason ? AlignmentOutcome.Bypassed(reason) : AlignmentOutcome.Of(results, exchange.Options.Mode);

        var shadow = exchange.Options.Mode == AlignmentMode.Shadow; // :: (5)
        var changed = results.Select(result => shadow ? null : Changed(result.Decision)).ToList();
        var bytes = answer.With(changed);
        Begin(exchange, outcome, upstream, sameBody: changed.TrueForAll(text => text is null));
        exchange.Context.Response.ContentLength = bytes.Length;
        await exchange.Context.Response.Body.WriteAsync(bytes, exchange.Aborted);
        return outcome;
    }

    private static string? Changed(AlignmentDecision? decision) => decision is { Changed: true } ? decision.Text : null;

    private static void Begin(ChatExchange exchange, AlignmentOutcome outcome, TimeSpan upstream, bool sameBody)
    {
        HeaderCopy.Response(exchange.Response.Message, exchange.Context.Response, sameBody);
        DecisionHeaders.Write(exchange.Context, outcome, upstream);
    }

    // Up to one buffer more than the limit; the rest stays unread.
    private async Task<ArrayBufferWriter<byte>> ReadAsync(ChatExchange exchange)
    {
        var body = new ArrayBufferWriter<byte>();
        int count;
        while (body.WrittenCount <= options.Value.MaxAnswerBytes &&
            (count = await exchange.Response.Body.ReadAsync(body.GetMemory(8192), exchange.Aborted)) > 0)
            body.Advance(count);
        return body;
    }
}
