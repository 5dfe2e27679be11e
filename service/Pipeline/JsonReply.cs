using System.Buffers;
using Microsoft.Extensions.Options;
using PreferenceFlow.Service.Formats;
using PreferenceFlow.Service.PassThrough;

namespace PreferenceFlow.Service.Pipeline;

/// <summary>Answers that come as one JSON document: steps (3) to (5) of the pipeline.</summary>
internal sealed class JsonReply(AlignmentQueue queue, IOptions<AlignmentOptions> options, TimeProvider time)
{
    /// <summary>Passes the body as it arrives.</summary>
    public async Task<AlignmentOutcome> PassAsync(AnswerExchange exchange, AlignmentOutcome outcome)
    {
        Begin(exchange, outcome, time.GetElapsedTime(exchange.Started), sameBody: true);
        await ResponseCopy.CopyAsync(exchange.Response.Body, exchange.Context.Response, exchange.Aborted);
        exchange.Operation.Ended = time.GetElapsedTime(exchange.Started);
        return outcome;
    }

    public async Task<AlignmentOutcome> AlignAsync(AnswerExchange exchange)
    {
        var body = await ReadAsync(exchange); // :: (3)
        var upstream = time.GetElapsedTime(exchange.Started);
        exchange.Operation.Ended = upstream;
        if (body.WrittenCount > options.Value.MaxAnswerBytes)
        {
            var large = AlignmentOutcome.Bypassed(BypassReason.TooLarge);
            Begin(exchange, large, upstream, sameBody: true);
            await exchange.Context.Response.Body.WriteAsync(body.WrittenMemory, exchange.Aborted);
            await ResponseCopy.CopyAsync(exchange.Response.Body, exchange.Context.Response, exchange.Aborted);
            return large;
        }

        var answer = AnswerPart.Of(body.WrittenMemory, exchange.Request.Format);
        exchange.Operation.Usage = answer.Usage;
        var results = await Task.WhenAll((answer.Bypass is null ? answer.Pieces : []).Select(text => // :: (4)
            queue.DecideAsync(exchange.Aligner!, exchange.Ask(text.Text), exchange.Id, exchange.Aborted)));
        results = TokenLimit.Keep(exchange.Request.MaxTokens, answer.Usage.Output, answer.Pieces.ConvertAll(piece => piece.Text), results);
        var outcome = answer.Bypass is { } reason ? AlignmentOutcome.Bypassed(reason) : AlignmentOutcome.Of(results, exchange.Options.Mode);

        var shadow = exchange.Options.Mode == AlignmentMode.Shadow; // :: (5)
        var changes = !shadow && results.Any(result => result.Decision is { Changed: true });
        var bytes = changes ? Aligned(answer, results) : body.WrittenMemory;
        Begin(exchange, outcome, upstream, sameBody: !changes);
        exchange.Context.Response.ContentLength = bytes.Length;
        await exchange.Context.Response.Body.WriteAsync(bytes, exchange.Aborted);
        return outcome;
    }

    private static ReadOnlyMemory<byte> Aligned(AnswerPart answer, QueueResult[] results)
    {
        var texts = answer.Pieces.Zip(results, (piece, result) => result.Decision?.Text ?? piece.Text).ToList();
        return answer.With(texts, repeat =>
        {
            var index = answer.Pieces.FindIndex(piece => piece.Choice == repeat.Choice && piece.Text == repeat.Text);
            return index < 0 ? repeat.Text : texts[index];
        });
    }

    private static void Begin(AnswerExchange exchange, AlignmentOutcome outcome, TimeSpan upstream, bool sameBody)
    {
        HeaderCopy.Response(exchange.Response.Message, exchange.Context.Response, sameBody);
        DecisionHeaders.Write(exchange.Context, outcome, upstream);
    }

    // Up to one buffer more than the limit; the rest stays unread.
    private async Task<ArrayBufferWriter<byte>> ReadAsync(AnswerExchange exchange)
    {
        var body = new ArrayBufferWriter<byte>();
        int count;
        while (body.WrittenCount <= options.Value.MaxAnswerBytes &&
            (count = await exchange.Response.Body.ReadAsync(body.GetMemory(8192), exchange.Aborted)) > 0)
            body.Advance(count);
        return body;
    }
}
