using System.Globalization;
using PreferenceFlow.Service.Telemetry;
using PreferenceFlow.Service.Tests.Doubles;

namespace PreferenceFlow.Service.Tests.Telemetry;

public sealed class MetricsTests
{
    private const string Usage = """data: {"choices":[],"usage":{"prompt_tokens":7,"completion_tokens":11,"total_tokens":18}}""" + "\n\n";

    [Fact]
    public async Task Readme_Table_IsWhatTheInstrumentsMeasure()
    {
        await using var stage = await Stage.StartAsync("Upstream:MaxRetries=0");
        using var measured = stage.Proxy.Measure();
        stage.Upstream.Answer = context => StubUpstream.Events(context, Wire.Chunk("A bad day.") + Wire.Finish() + Usage + Wire.Done);
        await AskAsync();
        stage.Aligner.Before = _ => throw new InvalidOperationException();
        await AskAsync();
        stage.Upstream.Answer = context =>
        {
            context.Response.StatusCode = 429;
            return Task.CompletedTask;
        };
        await AskAsync();
        await stage.Proxy.StopAsync();
        measured.Observe();

        var told = from instrument in measured.Instruments
                   let labels = measured.Of(instrument.Name).SelectMany(one => one.Labels.Keys).Distinct().Order(StringComparer.Ordinal)
                   select $"{instrument.Name} | {instrument.Unit} | {string.Join(", ", labels)}";
        Assert.Equal(Documented().Order(StringComparer.Ordinal), told.Distinct().Order(StringComparer.Ordinal));

        async Task AskAsync()
        {
            using var response = await stage.Proxy.PostAsync(Wire.StreamRequest);
            await response.Content.ReadAsStringAsync();
        }
    }

    [Fact]
    public async Task GenAi_AlignedStream_TellsModelTokensAndTimes()
    {
        await using var stage = await Stage.StartAsync();
        using var measured = stage.Proxy.Measure();
        stage.Upstream.Answer = context => StubUpstream.Events(context, Wire.Chunk("A bad day.") + Wire.Finish() + Usage + Wire.Done);

        using (var response = await stage.Proxy.PostAsync(Wire.StreamRequest))
            await response.Content.ReadAsStringAsync();
        await stage.Proxy.StopAsync();

        Assert.Equal(
            [("input", 7.0), ("output", 11.0)],
            measured.Of(GenAi.TokenUsage).Select(one => (one.Labels[GenAi.TokenType], one.Value)));
        foreach (var name in new[] { GenAi.OperationDuration, GenAi.TimeToFirstToken })
        {
            var labels = Assert.Single(measured.Of(name)).Labels;
            Assert.Equal(("chat", "openai", "m"), (labels[GenAi.OperationName], labels[GenAi.ProviderName], labels[GenAi.RequestModel]));
            Assert.DoesNotContain(ProxyMetrics.ErrorType, labels.Keys);
        }
    }

    [Fact]
    public async Task Endpoint_AfterRequests_TellsThemInPrometheusText()
    {
        await using var stage = await Stage.StartAsync();
        stage.Upstream.Answer = context => StubUpstream.Json(context, Wire.Odd);
        for (var i = 0; i < 3; i++)
        {
            using var response = await stage.Proxy.PostAsync(Wire.Request);
            await response.Content.ReadAsStringAsync();
        }

        // The last one may be counted a moment after its answer; and the exporter hears the meters of all proxies in the process.
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        string text;
        do
            text = await stage.Proxy.Http.GetStringAsync("/metrics", patience.Token);
        while (!text.Split('\n').Any(IsTold));

        Assert.Contains("pflow_bundle_info", text, StringComparison.Ordinal);
        Assert.DoesNotContain("the question", text, StringComparison.Ordinal);

        static bool IsTold(string line) =>
            line.StartsWith("pflow_requests_total{", StringComparison.Ordinal) &&
            line.Contains("pflow_decision=\"edited\"", StringComparison.Ordinal) &&
            line.Contains("http_response_status_code=\"200\"", StringComparison.Ordinal) &&
            int.Parse(line.Split("} ")[1].Split(' ')[0], CultureInfo.InvariantCulture) >= 3;
    }

    [Fact]
    public async Task Attempts_RetriesIncluded_AreToldInLogAndMetrics()
    {
        await using var stage = await Stage.StartAsync();
        using var measured = stage.Proxy.Measure();
        stage.Upstream.Answer = context =>
        {
            context.Response.StatusCode = stage.Upstream.Seen.Count == 1 ? 503 : 200;
            return StubUpstream.Json(context, Wire.Odd);
        };

        using var repeated = await stage.Proxy.PostAsync(Wire.Request);
        using var passed = await stage.Proxy.Http.GetAsync("/v1/models");
        using var refused = await stage.Proxy.PostAsync("{");
        await stage.Proxy.StopAsync();

        Assert.Equal([2.0, 1.0], measured.Of("pflow.upstream.attempts").Select(one => one.Value));
        Assert.Equal(["2", "1", "0"], stage.Proxy.RequestLines.Select(line => line.Split(" attempts=")[1].Split(' ')[0]));
    }

    [Fact]
    public void ModelNames_NotServedOrTooMany_AreOther()
    {
        var names = new ModelNames();

        Assert.Equal("other", names.Label("invented", isServed: false));
        Assert.Equal("other", names.Label(null, isServed: true));
        Assert.Equal("other", names.Label(new string('m', 101), isServed: true));
        Assert.All(Enumerable.Range(0, 100), index => Assert.Equal($"m{index}", names.Label($"m{index}", isServed: true)));
        Assert.Equal("other", names.Label("one more", isServed: true));
        Assert.Equal("m7", names.Label("m7", isServed: false));
    }

    // The rows of the table: | `name` | unit | `label`, `label` | meaning |
    private static IEnumerable<string> Documented() =>
        from line in File.ReadLines(Repository.File("service/Telemetry/README.md"))
        where line.StartsWith("| `pflow.", StringComparison.Ordinal) || line.StartsWith("| `gen_ai.", StringComparison.Ordinal)
        let cells = line.Split('|', StringSplitOptions.TrimEntries)
        let labels = cells[3].Replace("`", "", StringComparison.Ordinal).Split(", ", StringSplitOptions.RemoveEmptyEntries)
        select $"{cells[1].Trim('`')} | {cells[2].Trim('`')} | {string.Join(", ", labels.Order(StringComparer.Ordinal))}";
}
