using System.Net;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace PreferenceFlow.Clients.Tests.Doubles;

/// <summary>Stands in the sockets' place: answers at once, one step of the script per attempt, the last one again and again.</summary>
internal sealed class ScriptedUpstream : HttpMessageHandler
{
    private readonly Queue<Func<CancellationToken, Task<HttpResponseMessage>>> script = new();
    private int cancelled;

    public List<HttpRequestMessage> Requests { get; } = [];

    public List<byte[]> Bodies { get; } = [];

    /// <summary>Where given an attempt waits for it.</summary>
    public Task? Gate { get; set; }

    /// <summary>Attempts that were cancelled while they waited.</summary>
    public int Cancelled => cancelled;

    /// <summary>Where true an attempt waits for its cancellation.</summary>
    public bool Stalls { get; set; }

    public ScriptedUpstream Then(HttpStatusCode status, params (string Name, string Value)[] headers)
    {
        script.Enqueue(_ =>
        {
            var response = new HttpResponseMessage(status) { Content = new StringContent("body") };
            foreach (var (name, value) in headers)
                response.Headers.TryAddWithoutValidation(name, value);
            return Task.FromResult(response);
        });
        return this;
    }

    /// <summary>An attempt that waits until the test gives its answer.</summary>
    public ScriptedUpstream ThenWait(TaskCompletionSource<HttpResponseMessage> answer)
    {
        script.Enqueue(async token =>
        {
            try
            {
                return await answer.Task.WaitAsync(token);
            }
            catch (OperationCanceledException)
            {
                Interlocked.Increment(ref cancelled);
                throw;
            }
        });
        return this;
    }

    public ScriptedUpstream ThenThrow(Exception exception)
    {
        script.Enqueue(_ => throw exception);
        return this;
    }

    /// <param name="answer">Makes the answer's body of the request's.</param>
    public ScriptedUpstream ThenAnswer(Func<byte[], string> answer)
    {
        script.Enqueue(_ => Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(answer(Bodies[^1])) }));
        return this;
    }

    public ScriptedUpstream ThenBody(Stream body)
    {
        script.Enqueue(_ => Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StreamContent(body) }));
        return this;
    }

    /// <summary>The real client over this script.</summary>
    public Upstream Connect(TimeProvider time, params (string Name, string Value)[] settings)
    {
        var configured = settings.Select(setting => KeyValuePair.Create($"Upstream:{setting.Name}", (string?)setting.Value));
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?> { ["Upstream:BaseUrl"] = "http://upstream" })
            .AddInMemoryCollection(configured)
            .Build());
        services.AddUpstream().ConfigurePrimaryHttpMessageHandler(() => this);
        services.Replace(ServiceDescriptor.Singleton(time));
        return services.BuildServiceProvider().GetRequiredService<Upstream>();
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is null ? [] : await request.Content.ReadAsByteArrayAsync(cancellationToken);
        if (Gate is { } gate)
            await gate.WaitAsync(cancellationToken);
        Task<HttpResponseMessage>? answer = null;
        lock (script)
        {
            Requests.Add(request);
            Bodies.Add(body);
            if (!Stalls)
                answer = (script.Count > 1 ? script.Dequeue() : script.Peek())(cancellationToken);
        }

        if (answer is null)
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
        return await answer!;
    }
}
