using System.Net;
using Microsoft.Extensions.Options;
using PreferenceFlow.Clients;
using PreferenceFlow.FlowModel.Selection;
using PreferenceFlow.Service.PassThrough;
using PreferenceFlow.Service.Pipeline;

namespace PreferenceFlow.Service.Candidates;

/// <summary>
/// Asks the upstream to rework its own answer and lets that through where it is surely better. One call more for each answer; what
/// it has used is told with the answer's own usage.
/// </summary>
internal sealed class Reviser(Upstream upstream, Chooser chooser, IOptions<AlignmentOptions> options, TimeProvider time)
{
    /// <summary>Decides about one answer; never throws but for the client's own cancellation.</summary>
    public async Task<QueueResult> DecideAsync(AnswerExchange exchange, ISelector selector, string answer)
    {
        var request = exchange.Ask(answer, null);
        if (exchange.Request.Format.Reworking(exchange.Request.UpstreamBody, answer, Revision.Instruction(Examples(exchange, answer))) is not { } body)
            return BypassReason.NotReworkable;
        if (await AskAsync(exchange, body) is not { } reworked)
            return BypassReason.UpstreamFailed;
        return await chooser.ChooseAsync(exchange, selector, new()
        {
            Prompt = request.Prompt,
            Answers = [answer, reworked],
            Origin = CandidateOrigin.Reworked,
            MinGain = request.MinGain,
            Objectives = exchange.Plan.Objectives,
            Seed = request.Seed,
            StopStrings = request.StopStrings,
        });
    }

    private static IReadOnlyList<PreferredExample> Examples(AnswerExchange exchange, string answer)
    {
        try
        {
            return exchange.Plan.Examples?.Nearest(exchange.Request.Question.Prompt, answer, Revision.Examples, exchange.Aborted) ?? [];
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            return []; // it does without: alignment never turns a good answer into an error
        }
    }

    /// <returns>The reworked text; null where none came in time.</returns>
    private async Task<string?> AskAsync(AnswerExchange exchange, ReadOnlyMemory<byte> body)
    {
        var message = HeaderCopy.Request(exchange.Context, exchange.Request.Head, exchange.Record, readAnswer: true);
        using var late = new CancellationTokenSource(options.Value.CandidateWait, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(late.Token, exchange.Cut, exchange.Aborted);
        try
        {
            using var response = await upstream.AskAsync(MoreAnswers.AnotherOf(message), body, stop.Token);
            if (response.Message.StatusCode != HttpStatusCode.OK || EventStreams.IsEncoded(response.Message))
                return null;
            var bytes = await ResponseCopy.ReadAsync(response.Body, options.Value.MaxAnswerBytes, stop.Token);
            var held = new HeldDocument(bytes, exchange.Request.Format);
            lock (exchange.More)
            {
                exchange.More.Add(held.Counts);
                exchange.Operation.Usage = exchange.Operation.Usage.Plus(held.Usage);
            }

            return held is { Bypass: null, Answers: [{ Text: var text }] } ? text : null;
        }
        catch (Exception exception) when (
            exception is UpstreamException || (exception is OperationCanceledException && !exchange.Aborted.IsCancellationRequested))
        {
            return null;
        }
    }
}
