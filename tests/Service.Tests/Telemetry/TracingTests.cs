using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using PreferenceFlow.Service.Telemetry;
using PreferenceFlow.Service.Tests.Doubles;

namespace PreferenceFlow.Service.Tests.Telemetry;

/// <summary>Listeners hear every proxy of the process, so nothing else runs meanwhile.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;

[Collection(nameof(Alone))]
public sealed class TracingTests
{
    private const string Caller = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331";

    [Fact]
    public async Task Traceparent_NobodyTraces_PassesAsItCame()
    {
        await using var stage = await Stage.StartAsync();
        stage.Upstream.Answer = context => StubUpstream.Json(context, Wire.Odd);

        using var response = await stage.Proxy.PostAsync(Wire.Request, ("traceparent", $"{Caller}-01"), ("tracestate", "a=b"));

        var seen = stage.Upstream.Seen.Single().Headers;
        Assert.Equal(($"{Caller}-01", "a=b"), (seen["traceparent"], seen["tracestate"]));
    }

    [Fact]
    public async Task Spans_OfAnAlignedAnswer_FormOneTraceWithTheCallers()
    {
        var ended = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == Tracing.Source.Name,
            Sample = (ref _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = ended.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        await using var stage = await Stage.StartAsync();
        stage.Upstream.Answer = context => StubUpstream.Json(context, Wire.Odd);

        using (await stage.Proxy.PostAsync(Wire.Request, ("traceparent", $"{Caller}-01"), ("tracestate", "a=b")))
            await stage.Proxy.StopAsync();

        var server = ended.Single(span => span.Kind == ActivityKind.Server);
        var chat = ended.Single(span => span.Kind == ActivityKind.Client);
        var decide = ended.Single(span => span.OperationName == Tracing.Decide);
        var seen = stage.Upstream.Seen.Single().Headers;
        Assert.Equal((Caller, "POST /v1/chat/completions"), (server.ParentId![..^3], server.DisplayName));
        Assert.Equal((server.SpanId, "chat m"), (chat.ParentSpanId, chat.DisplayName));
        Assert.Equal(chat.SpanId, decide.ParentSpanId);
        Assert.Equal((chat.Id, "a=b"), (seen["traceparent"], seen["tracestate"]));
        Assert.Equal("openai", chat.GetTagItem(GenAi.ProviderName));
        Assert.Equal("edited", server.GetTagItem(ProxyMetrics.Decision));
        foreach (var span in ended)
            Assert.DoesNotContain(span.TagObjects, tag => $"{tag.Value}".Contains("question", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Otlp_EndpointIsSet_SpansAndMetricsAreSentWithoutContent()
    {
        await using var collector = await StubUpstream.StartAsync();
        await using var stage = await Stage.StartAsync(
            $"OTEL_EXPORTER_OTLP_ENDPOINT={collector.Address}", "OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf");
        stage.Upstream.Answer = context => StubUpstream.Json(context, Wire.Odd);

        using (await stage.Proxy.PostAsync(Wire.Request))
            await stage.Proxy.StopAsync();
        await stage.Proxy.DisposeAsync(); // sends what is left

        var sent = collector.Seen.ToLookup(request => request.Target, request => Encoding.Latin1.GetString(request.Body));
        Assert.Contains(sent["/v1/traces"], body => body.Contains("chat m", StringComparison.Ordinal));
        Assert.Contains(sent["/v1/metrics"], body => body.Contains(GenAi.OperationDuration, StringComparison.Ordinal));
        Assert.DoesNotContain(collector.Seen, request => request.Text.Contains("question", StringComparison.Ordinal));
    }
}
