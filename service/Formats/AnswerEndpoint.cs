using Microsoft.Extensions.Options;
using PreferenceFlow.Service.PassThrough;
using PreferenceFlow.Service.Pipeline;
using PreferenceFlow.Service.Telemetry;

namespace PreferenceFlow.Service.Formats;

/// <summary>Reads a request for an answer, and what it asks for.</summary>
internal sealed class AnswerEndpoint(
    AlignmentPipeline pipeline, Forwarder forwarder, RequestHeadReader heads, IOptions<AlignmentOptions> configured)
{
    private readonly AlignmentOptions options = configured.Value;

    // Nearly every request is here as soon as its head is, and then goes on without a state machine of its own.
    public Task AnswerAsync(HttpContext context, IAnswerFormat format)
    {
        if (context.Request.Headers.ContentEncoding.Count > 0)
            return ForwardAsync(context);
        var head = heads.Read(context);
        var header = HeaderOptions.Read(head.Options);
        var body = RequestBody.ReadAsync(context.Request, options.MaxRequestBytes, context.RequestAborted);
        return body.IsCompletedSuccessfully ? AnswerAsync(context, format, head, header, body.Result) : WaitAsync(context, format, head, header, body);
    }

    private async Task WaitAsync(
        HttpContext context, IAnswerFormat format, RequestHead head, RequestOverrides header, ValueTask<ReadOnlyMemory<byte>> body) =>
        await AnswerAsync(context, format, head, header, await body);

    private Task AnswerAsync(HttpContext context, IAnswerFormat format, RequestHead head, RequestOverrides header, ReadOnlyMemory<byte> body)
    {
        var record = RequestRecord.Of(context);
        var defaults = record.Key?.Defaults ?? RequestOverrides.None;
        var asked = RequestOptions.Resolve(header, RequestOverrides.None, RequestOverrides.None, defaults, options);
        if (asked.Mode == AlignmentMode.Off && !AnswerRequest.MayHoldOptions(body.Span))
            return pipeline.AnswerAsync(context, record, AnswerRequest.Unread(head, body, format), asked);

        var request = AnswerRequest.Parse(body, format) with { Head = head };
        asked = RequestOptions.Resolve(header, request.BodyOverrides, request.SuffixOverrides, defaults, options);
        return pipeline.AnswerAsync(context, record, request, asked);
    }

    // A compressed request cannot be read, so its options cannot be known: it passes like any other endpoint.
    private Task ForwardAsync(HttpContext context)
    {
        var outcome = RequestRecord.Of(context).Outcome = AlignmentOutcome.Bypassed(BypassReason.Encoded);
        context.Response.Headers[DecisionHeaders.Decision] = outcome.Decision;
        return forwarder.ForwardAsync(context);
    }
}
