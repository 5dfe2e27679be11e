using PreferenceFlow.Clients;
using PreferenceFlow.Service.Formats;

namespace PreferenceFlow.Service.Candidates;

/// <summary>The calls for further answers to a request. Disposing it ends those that still run.</summary>
internal sealed class MoreAnswers : IDisposable
{
    private const string IdempotencyKey = "Idempotency-Key";

    private readonly CancellationTokenSource stop;
    private readonly Upstream upstream;
    private readonly UpstreamRequest message;
    private readonly AnswerRequest request;
    private readonly List<Task<UpstreamResponse>> calls = [];

    public MoreAnswers(Upstream upstream, UpstreamRequest message, AnswerRequest request, CancellationToken cancellationToken)
    {
        stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        this.upstream = upstream;
        this.request = request;
        this.message = AnotherOf(message);
    }

    /// <summary>A further request in the name of the client's: under its idempotency key it would be the same one.</summary>
    public static UpstreamRequest AnotherOf(UpstreamRequest message) => message with
    {
        Headers = [.. message.Headers.Where(header => !header.Key.Equals(IdempotencyKey, StringComparison.OrdinalIgnoreCase))],
    };

    /// <summary>The calls so far, in the order in which they were made.</summary>
    public IReadOnlyList<Task<UpstreamResponse>> Calls => calls;

    /// <summary>Cancelled with the request, and when this is disposed.</summary>
    public CancellationToken Stopped => stop.Token;

    /// <summary>Sends the request again, each time with another seed where it has one.</summary>
    public void Ask(int answers)
    {
        for (var i = 0; i < answers; i++)
            calls.Add(upstream.AskAsync(message, request.WithSeed(calls.Count + 1), stop.Token));
    }

    public void Dispose()
    {
        stop.Cancel();
        foreach (var call in calls)
        {
            // Observes the failures, too.
            call.ContinueWith(
                static ended =>
                {
                    if (ended.IsCompletedSuccessfully)
                        ended.Result.Dispose();
                    else
                        _ = ended.Exception;
                },
                TaskScheduler.Default);
        }

        stop.Dispose();
    }
}
