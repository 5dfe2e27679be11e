using Microsoft.Extensions.Options;
using PreferenceFlow.Service.Formats;
using PreferenceFlow.Service.PassThrough;

namespace PreferenceFlow.Service.Pipeline;

/// <summary>Answers that come as one JSON document: steps (3) to (5) of the pipeline.</summary>
internal sealed class JsonReply(Decisions decisions, IOptions<AlignmentOptions> options, TimeProvider time)
{
    /// <summary>Passes the body as it arrives.</summary>
    public async Task<AlignmentOutcome> PassAsync(AnswerExchange exchange, AlignmentOutcome outcome)
    {
        exchange.Operation.Ended = time.GetElapsedTime(exchange.Started);
        Begin(exchange, outcome, sameBody: true);
        await ResponseCopy.CopyAsync(exchange.Response.Body, exchange.Context.Response, exchange.Aborted);
        exchange.Operation.Ended = time.GetElapsedTime(exchange.Started);
        return outcome;
    }

    public async Task<AlignmentOutcome> AlignAsync(AnswerExchange exchange)
    {
        var body = await ReadAsync(exchange); // :: (3)
        if (body.Length > options.Value.MaxAnswerBytes)
            return await PassLargeAsync(exchange, body);
        return await FinishAsync(exchange, body, null);
    }

    /// <summary>Passes a body of which more was read than may be held.</summary>
    public async Task<AlignmentOutcome> PassLargeAsync(AnswerExchange exchange, ReadOnlyMemory<byte> begun)
    {
        var large = AlignmentOutcome.Bypassed(BypassReason.TooLarge);
        Begin(exchange, large, sameBody: true);
        await exchange.Context.Response.Body.WriteAsync(begun, exchange.Aborted);
        await ResponseCopy.CopyAsync(exchange.Response.Body, exchange.Context.Response, exchange.Aborted);
        return large;
    }

    /// <summary>Decides about the texts of an answer and sends it.</summary>
    /// <param name="exchange">The request.</param>
    /// <param name="body">The answer.</param>
    /// <param name="choice">How it was chosen among several; null where it was the only one.</param>
    public async Task<AlignmentOutcome> FinishAsync(AnswerExchange exchange, ReadOnlyMemory<byte> body, AlignmentOutcome? choice)
    {
        var answer = AnswerPart.Of(body, exchange.Request.Format);
        exchange.Operation.Usage = answer.Usage;
        var results = await Task.WhenAll((answer.Bypass is null ? answer.Pieces : []).Select(text => decisions.DecideAsync(exchange, text.Text))); // :: (4)
        results = TokenLimit.Keep(exchange.Request.MaxTokens, answer.Usage.Output, answer.Pieces.ConvertAll(piece => piece.Text), results);
        var outcome = answer.Bypass is { } reason ? AlignmentOutcome.Bypassed(reason) : AlignmentOutcome.Of(results, exchange.Options.Mode);

        var shadow = exchange.Options.Mode == AlignmentMode.Shadow; // :: (5)
        var changes = !shadow && results.Any(result => result.Decision is { Changed: true });
        var bytes = exchange.More.AddTo(changes ? Aligned(answer, results) : body);
        return await SendAsync(exchange, bytes, choice?.Then(outcome) ?? outcome, sameBody: choice is null && bytes.Equals(body));
    }

    /// <summary>Sends an answer.</summary>
    /// <param name="exchange">The request.</param>
    /// <param name="bytes">The answer.</param>
    /// <param name="outcome">How it leaves.</param>
    /// <param name="sameBody">False where it may not be the upstream's very bytes.</param>
    public async Task<AlignmentOutcome> SendAsync(
        AnswerExchange exchange, ReadOnlyMemory<byte> bytes, AlignmentOutcome outcome, bool sameBody)
    {
        Begin(exchange, outcome, sameBody);
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

    /// <summary>Reads the answer, up to one buffer more than may be held; the rest stays unread.</summary>
    public async Task<ReadOnlyMemory<byte>> ReadAsync(AnswerExchange exchange)
    {
        var body = await ResponseCopy.ReadAsync(exchange.Response.Body, options.Value.MaxAnswerBytes, exchange.Aborted);
        exchange.Operation.Ended = time.GetElapsedTime(exchange.Started);
        return body;
    }

    private static void Begin(AnswerExchange exchange, AlignmentOutcome outcome, bool sameBody)
    {
        HeaderCopy.Response(exchange.Response.Message, exchange.Context.Response, sameBody);
        DecisionHeaders.Write(exchange.Context, exchange.Record, outcome, exchange.Operation.Ended!.Value);
    }
}
