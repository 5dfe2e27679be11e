using System.ClientModel;
using System.Diagnostics.Metrics;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using OpenAI;
using OpenAI.Chat;
using PreferenceFlow.FlowModel.Decisions;
using PreferenceFlow.Service.Bundles;
using PreferenceFlow.Service.Hosting;

namespace PreferenceFlow.Service.Tests.Doubles;

/// <summary>The service on loopback, with a double in the bundle's place.</summary>
internal sealed class Proxy : IAsyncDisposable
{
    public const string Key = "sk-secret-of-the-client";

    private readonly WebApplication app;
    private readonly HttpClientHandler sockets = new() { AllowAutoRedirect = false, UseProxy = false };

    private Proxy(WebApplication app, CapturedLogs logs, LengthSelector selector, FixedBundle bundle)
    {
        (Selector, Bundle) = (selector, bundle);
        this.app = app;
        Logs = logs;
        Addresses = [.. app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses];
        Http = new HttpClient(sockets) { BaseAddress = new Uri(Address), Timeout = TimeSpan.FromSeconds(30) };
    }

    /// <summary>All that it listens on.</summary>
    public IReadOnlyList<string> Addresses { get; }

    public string Address => Addresses[0];

    public CapturedLogs Logs { get; }

    /// <summary>The double in the bundle's place, where there is one.</summary>
    public FixedBundle Bundle { get; }

    /// <summary>What chooses among answers, where there is a double in the bundle's place.</summary>
    public LengthSelector Selector { get; }

    public HttpClient Http { get; }

    /// <summary>The log lines of the requests that have ended.</summary>
    public IEnumerable<string> RequestLines => Logs.Lines.Where(line => line.Contains(" Ended: ", StringComparison.Ordinal));

    /// <summary>Listens to this proxy's metrics.</summary>
    public Measured Measure() => new(app.Services.GetRequiredService<IMeterFactory>());

    /// <summary>What SIGTERM does; done when all requests have ended.</summary>
    public Task StopAsync() => app.StopAsync();

    /// <param name="aligner">Null leaves the real bundle provider in place.</param>
    /// <param name="settings">Further settings as on the command line, such as <c>Alignment:Mode=shadow</c>.</param>
    public static async Task<Proxy> StartAsync(string upstream, IAligner? aligner, TimeProvider? time = null, params string[] settings)
    {
        var (logs, selector) = (new CapturedLogs(), new LengthSelector());
        var bundle = new FixedBundle(aligner, selector);
        var app = ProxyApplication.Build(
            [$"--Upstream:BaseUrl={upstream}", "--urls=http://127.0.0.1:0", "--Upstream:RetryDelay=00:00:00.001", .. settings.Select(setting => $"--{setting}")],
            builder =>
            {
                builder.Logging.ClearProviders().AddProvider(logs).SetMinimumLevel(LogLevel.Trace);
                if (aligner is not null)
                    builder.Services.Replace(ServiceDescriptor.Singleton<IBundleProvider>(bundle));
                if (time is not null)
                    builder.Services.Replace(ServiceDescriptor.Singleton(time));
            });
        await app.StartAsync();
        return new Proxy(app, logs, selector, bundle);
    }

    /// <summary>The official client, which takes the proxy for OpenAI.</summary>
    public ChatClient Chat(string model) => new(model, new ApiKeyCredential(Key), new OpenAIClientOptions { Endpoint = new Uri($"{Address}/v1") });

    /// <summary>Asks for a chat completion.</summary>
    public Task<HttpResponseMessage> PostAsync(string body, params (string Name, string Value)[] headers) =>
        PostAsync("/v1/chat/completions", body, headers);

    public Task<HttpResponseMessage> PostAsync(string path, string body, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        sockets.Dispose();
        await app.DisposeAsync();
    }
}
