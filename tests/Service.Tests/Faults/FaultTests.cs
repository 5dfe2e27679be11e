using System.Text;
using PreferenceFlow.Service.Tests.Doubles;

namespace PreferenceFlow.Service.Tests.Faults;

/// <summary>Every fault has its outcome, hangs nothing and leaves nothing behind: the same proxy serves the next requests.</summary>
public sealed class FaultTests
{
    /// <summary>The one place where the faults are counted.</summary>
    private static readonly IReadOnlyList<Fault> Faults =
        [.. ConnectionFaults.All, .. BrokenBodies.All, .. OddResponses.All, .. BusyUpstreams.All];

    public static TheoryData<string, string> Cases => new(
        from fault in Faults
        from way in Enum.GetValues<Way>()
        where fault.On(way) is not null
        select (fault.Name, way.ToString()));

    [Theory]
    [MemberData(nameof(Cases))]
    [Trait("Threat", "an upstream that misbehaves")]
    public async Task Fault_OnEachWay_HasItsOutcomeAndIsForgotten(string name, string wayName)
    {
        var fault = Faults.Single(fault => fault.Name == name);
        var way = Enum.Parse<Way>(wayName);
        var outcome = fault.On(way)!;
        using var upstream = new FaultyUpstream { Act = fault.Act };
        var time = new WatchedTime(fault.Wait);
        await using var proxy = await StartAsync(fault, upstream, time);
        if (!fault.Refuses)
            upstream.Listen();
        if (fault.Reuses)
            await AssertServedAsync(proxy, way);
        fault.Before(upstream);

        var before = upstream.Attempts;
        var asking = AskAsync(proxy, way);
        if (fault.Wait > TimeSpan.Zero && (!fault.WaitsToRetry || outcome.Attempts > 1))
        {
            await Task.WhenAll(time.Begun, upstream.Asked).WaitAsync(TimeSpan.FromSeconds(30));
            time.Advance(fault.Wait);
        }

        try
        {
            using var response = await asking;
            await outcome.CheckAsync(response, way, fault.Sent(way), upstream);
        }
        catch (HttpRequestException) when (outcome.Ending == Ending.Cut)
        {
            // what came before the cut need not have left
        }

        Assert.Equal(outcome.Attempts, upstream.Attempts - before);
        Assert.DoesNotContain(proxy.Logs.Lines, line => line.StartsWith("Error", StringComparison.Ordinal));
        if (fault.Elsewhere is not null)
        {
            Assert.Equal("{\"status\":\"ok\"}", await proxy.Http.GetStringAsync("/healthz"));
            ProxyResults.Fault(name);
            return;
        }

        upstream.Act = null;
        if (fault.Refuses)
            upstream.Listen();
        foreach (var next in Enum.GetValues<Way>())
            await AssertServedAsync(proxy, next);
        ProxyResults.Fault(name);
    }

    [Fact]
    public async Task Documentation_TableOfFaults_IsTheTestedOne()
    {
        var written = await File.ReadAllLinesAsync(Repository.File("service/FAULTS.md"));

        Assert.Equal(Rows(), written.Where(line => line.StartsWith("| ", StringComparison.Ordinal)).Skip(1));
    }

    private static IEnumerable<string> Rows() =>
        from fault in Faults
        let ways = fault is { Json: { } json, Stream: { } stream, PassThrough: { } passed } && json == stream && json == passed
            ? [$"{json}", "the same", "the same"]
            : Enum.GetValues<Way>().Select(way => fault.On(way)?.ToString() ?? "–")
        select $"| {fault.Name} | {string.Join(" | ", ways)} |";

    private static Task<Proxy> StartAsync(Fault fault, FaultyUpstream upstream, TimeProvider time) => Proxy.StartAsync(
        fault.Elsewhere?.Invoke(upstream) ?? $"http://{upstream.Authority}",
        new WordAligner("bad", "good"),
        time,
        "Alignment:Mode=edit",
        "Alignment:StreamPolicy=hold",
        "Alignment:MaxAnswerBytes=4096",
        "Upstream:RetryDelay=00:00:00",
        $"Upstream:FirstByteTimeout={Fault.FirstByteTimeout}",
        $"Upstream:IdleTimeout={Fault.IdleTimeout}",
        "Upstream:TotalTimeout=00:01:00");

    private static Task<HttpResponseMessage> AskAsync(Proxy proxy, Way way)
    {
        var request = way == Way.PassThrough
            ? new HttpRequestMessage(HttpMethod.Get, "/v1/models")
            : new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions")
            {
                Content = new StringContent(way == Way.Json ? Wire.Request : Wire.StreamRequest, Encoding.UTF8, "application/json"),
            };
        request.Headers.Add("Accept-Encoding", "gzip");
        return proxy.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    private static async Task AssertServedAsync(Proxy proxy, Way way)
    {
        using var response = await AskAsync(proxy, way);
        Assert.Equal(Answers.Delivered(way), await response.Content.ReadAsStringAsync());
    }
}
