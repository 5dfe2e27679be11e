using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PreferenceFlow.Service.Telemetry;
using PreferenceFlow.Service.Tests.Doubles;

namespace PreferenceFlow.Service.Tests.Telemetry;

public sealed class EndedRequestsTests : IDisposable
{
    private const int MoreThanWait = 10_000;

    private readonly ServiceProvider services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly CapturedLogs logs = new();
    private readonly EndedRequests ended;

    public EndedRequestsTests()
    {
        var metrics = new ProxyMetrics(services.GetRequiredService<IMeterFactory>(), new FixedBundle(null, null));
        var factory = LoggerFactory.Create(logging => logging.AddProvider(logs));
        ended = new(metrics, factory.CreateLogger<RequestAccounting>());
    }

    [Fact]
    public async Task MoreThanMayWait_AreAllToldOnce()
    {
        for (var request = 0; request < MoreThanWait; request++) // nothing runs yet that would take them
            ended.Add(Request($"{request}"));
        await ended.StartAsync(CancellationToken.None);
        await ended.StopAsync(CancellationToken.None);

        Assert.Equal(MoreThanWait, logs.Lines.Count);
        Assert.Equal(MoreThanWait, logs.Lines.Distinct().Count());
    }

    [Fact]
    public async Task AfterTheStop_AreToldAtOnce()
    {
        await ended.StartAsync(CancellationToken.None);
        await ended.StopAsync(CancellationToken.None);

        ended.Add(Request("late"));

        Assert.Contains("request=late", Assert.Single(logs.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhileItRuns_AreToldWithoutAStop()
    {
        await ended.StartAsync(CancellationToken.None);
        ended.Add(Request("first"));

        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (logs.Lines.IsEmpty)
            await Task.Delay(1, patience.Token);

        await ended.StopAsync(CancellationToken.None);
        Assert.Single(logs.Lines);
    }

    [Fact]
    public async Task LogThatFails_CostsOnlyItsOwnLine()
    {
        logs.Fails = line => line.Contains("request=bad", StringComparison.Ordinal);
        ended.Add(Request("bad"));
        ended.Add(Request("good"));
        await ended.StartAsync(CancellationToken.None);
        await ended.StopAsync(CancellationToken.None);

        Assert.Contains("request=good", Assert.Single(logs.Lines), StringComparison.Ordinal);
    }

    public void Dispose()
    {
        ended.Dispose();
        services.Dispose();
    }

    private static EndedRequest Request(string id) =>
        new(new RequestRecord { Started = 0, Id = id, Span = null }, "GET", "/", 200, TimeSpan.FromMilliseconds(1));
}
