using PreferenceFlow.Clients;
using PreferenceFlow.Service.Bundles;
using PreferenceFlow.Service.Candidates;
using PreferenceFlow.Service.Errors;
using PreferenceFlow.Service.Formats;
using PreferenceFlow.Service.Hosting;
using PreferenceFlow.Service.PassThrough;
using PreferenceFlow.Service.Telemetry;

namespace PreferenceFlow.Service.Pipeline;

/// <summary>The story of one request for an answer.</summary>
/// <remarks>
/// <code>
/// (1) ask       the request, without our own fields            client   --► service --► upstream
/// (2) bypass    may this answer be changed at all?             if not it passes as it comes, byte for byte
/// (3) read      the answer's text, or several answers'         JSON whole; a stream by sentences, or held whole
/// (4) decide    propose, score, gate: IAligner, ISelector      in the queue, within the budget; pure, no I/O
/// (5) answer    the upstream's bytes, or the same bytes        upstream --► service --► client
///               with another text spliced into them
/// </code>
/// Only (1) can fail a request. Past it the upstream's answer is always a valid reply: whatever goes wrong in (3) or (4), it leaves as it
/// came and x-pflow-decision says why.
/// </remarks>
internal sealed class AlignmentPipeline(
    Upstream upstream,
    CandidateUpstream candidates,
    IBundleProvider bundles,
    JsonReply json,
    StreamReply stream,
    SentenceReply sentences,
    CandidateReply choices,
    ForeignErrors errors,
    GracefulShutdown shutdown,
    TimeProvider time)
{
    /// <summary>Answers one request.</summary>
    /// <param name="record">What is known of it.</param>
    /// <param name="asked">How the answer is to be aligned.</param>
    /// <exception cref="OpenAiException">The client's key may not use this mode.</exception>
    /// <exception cref="UpstreamException">The upstream gave no answer, and nothing has been sent.</exception>
    public async Task AnswerAsync(HttpContext context, RequestRecord record, AnswerRequest request, RequestOptions asked)
    {
        var plan = AnswerPlan.Of(asked, request, bundles);
        record.Key?.Require(asked.Mode, plan.Candidates);
        var started = time.GetTimestamp();
        var operation = record.Operation = new ModelOperation(
            request.Format, request.Model, Tracing.StartOperation(request.Format, request.Model));

        var message = HeaderCopy.Request(context, request.Head, record, readAnswer: plan.Bypass is null);
        using var responses = plan switch // :: (1)
        {
            { Bypass: not null } => new(await upstream.PassAsync(message, request.UpstreamBody, context.RequestAborted), null),
            { Selector: null } => new(await upstream.AskAsync(message, request.UpstreamBody, context.RequestAborted), null),
            _ => await candidates.AskAsync(message, request, plan.Candidates, context.RequestAborted),
        };
        errors.Check(responses.First.Message, context.Request);
        var exchange = new AnswerExchange
        {
            Context = context,
            Record = record,
            Request = request,
            Options = asked,
            Response = responses.First,
            Plan = plan,
            Started = started,
            Operation = operation,
            Cut = shutdown.Cut,
        };

        record.Outcome = (plan.Bypass ?? After(exchange), exchange.IsStream) switch // :: (2)
        {
            ({ } reason, false) => await json.PassAsync(exchange, AlignmentOutcome.Bypassed(reason)),
            ({ } reason, true) => await stream.PassAsync(exchange, AlignmentOutcome.Bypassed(reason)),
            (null, _) when plan.Selector is not null => await choices.AlignAsync(exchange, responses), // :: (3)–(5)
            (null, false) => await json.AlignAsync(exchange),
            (null, true) when asked.Mode == AlignmentMode.Shadow => await stream.ShadowAsync(exchange),
            (null, true) when asked.StreamPolicy == StreamPolicy.Hold || plan.Reviser is not null => await stream.AlignAsync(exchange),
            (null, true) => await sentences.AlignAsync(exchange),
        };
    }

    private static BypassReason? After(AnswerExchange exchange)
    {
        if (exchange.Response.Message.StatusCode != System.Net.HttpStatusCode.OK)
            return BypassReason.UpstreamError;
        if (exchange.IsStream && exchange.Options.StreamPolicy == StreamPolicy.Off)
            return BypassReason.Off;
        return exchange.IsEncoded ? BypassReason.Encoded : null;
    }
}
