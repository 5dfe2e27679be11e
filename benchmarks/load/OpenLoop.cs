using System.Collections.Concurrent;
using System.Diagnostics;

namespace PreferenceFlow.LoadBenchmark;

/// <summary>Sends requests at the times of a Poisson process, whatever becomes of earlier ones: a slow answer hides no other.</summary>
internal sealed class OpenLoop(Uri address, double faults, double aligned, int seed) : IDisposable
{
    private readonly HttpClient _client = new(new SocketsHttpHandler { UseProxy = false })
    {
        BaseAddress = address,
        Timeout = TimeSpan.FromMinutes(2),
    };

    private readonly Random _random = new(seed);

    /// <summary>Offers a load and waits for the last answer.</summary>
    /// <param name="rate">Requests a second.</param>
    public async Task<LoadReport> RunAsync(double rate, TimeSpan time, CancellationToken cancellationToken)
    {
        var done = new ConcurrentBag<LoadOutcome>();
        var pending = new ConcurrentDictionary<Task, bool>();
        var start = Stopwatch.GetTimestamp();
        for (var due = TimeSpan.Zero; (due += Gap(rate)) < time;)
        {
            while (Stopwatch.GetElapsedTime(start) is var now && now < due)
                await Task.Delay(due - now > TimeSpan.FromMilliseconds(1) ? due - now : TimeSpan.FromMilliseconds(1), cancellationToken);
            var (request, scheduled) = (SoakRequest.Draw(_random, faults, aligned), due);
            var task = Task.Run(
                async () =>
                {
                    var wrong = await request.AskAsync(_client, cancellationToken);
                    done.Add(new(request, wrong, Stopwatch.GetElapsedTime(start) - scheduled));
                },
                cancellationToken);
            pending[task] = true;
            _ = task.ContinueWith(ended => pending.TryRemove(ended, out _), TaskScheduler.Default);
        }

        await Task.WhenAll(pending.Keys);
        return new([.. done], Stopwatch.GetElapsedTime(start));
    }

    public void Dispose() => _client.Dispose();

    private TimeSpan Gap(double rate) => TimeSpan.FromSeconds(-Math.Log(1 - _random.NextDouble()) / rate);
}

/// <param name="Wrong">What came in place of a whole answer; null for a whole one.</param>
/// <param name="Latency">Since the time at which the request was due.</param>
internal sealed record LoadOutcome(SoakRequest Request, string? Wrong, TimeSpan Latency);

/// <param name="Elapsed">Until the last answer.</param>
internal sealed record LoadReport(IReadOnlyList<LoadOutcome> Outcomes, TimeSpan Elapsed)
{
    public double Rate => Outcomes.Count / Elapsed.TotalSeconds;

    /// <summary>What went wrong though the upstream did nothing wrong, with counts.</summary>
    public IReadOnlyDictionary<string, int> Errors => Outcomes
        .Where(outcome => outcome is { Wrong: not null, Request.Failure: null })
        .CountBy(outcome => outcome.Wrong!)
        .ToDictionary();

    /// <summary>A quantile of the latency of answers that are passed through, in milliseconds.</summary>
    public double Latency(double share) => Quantile.Of(
        Outcomes.Where(outcome => outcome is { Wrong: null, Request.Aligned: false }).Select(outcome => outcome.Latency.TotalMilliseconds),
        share);
}
