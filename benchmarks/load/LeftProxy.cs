using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using PreferenceFlow.Service.Bundles;
using PreferenceFlow.Service.Hosting;

namespace PreferenceFlow.LoadBenchmark;

/// <summary>The proxy in this process, for one clock must tell when the client leaves and when the work ends.</summary>
internal sealed class LeftProxy : IAsyncDisposable
{
    private const int WarmUp = 10;

    private static readonly byte[] s_body =
        Encoding.ASCII.GetBytes($$"""{"model":"load","messages":[{"role":"user","content":"{{Drafts.Prompt(0)}}"}]}""");

    private readonly WebApplication _app;
    private readonly IPEndPoint _address;
    private readonly Random _random = new(1);

    private LeftProxy(WebApplication app)
    {
        _app = app;
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        _address = new(IPAddress.Loopback, new Uri(address).Port);
    }

    public static async Task<LeftProxy> StartAsync(string upstream, WatchedAligner aligner, CancellationToken cancellationToken)
    {
        var app = ProxyApplication.Build(
            [$"--Upstream:BaseUrl={upstream}", "--urls=http://127.0.0.1:0", "--Alignment:Budget=00:05:00"],
            builder =>
            {
                builder.Logging.ClearProviders();
                builder.Services.Replace(ServiceDescriptor.Singleton<IBundleProvider>(aligner));
            });
        await app.StartAsync(cancellationToken);
        return new(app);
    }

    /// <summary>Asks again and again, leaves each time while the work goes on, and tells the milliseconds until it ended.</summary>
    /// <remarks>Work that came to its own end before the client left is not counted.</remarks>
    public async Task<List<double>> LeaveAsync(string way, string mode, IWork work, int count, CancellationToken cancellationToken)
    {
        var times = new List<double>();
        for (var request = -WarmUp; request < count; request++)
        {
            using var client = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await client.ConnectAsync(_address, cancellationToken);
            await client.SendAsync(Request(way, mode), cancellationToken);
            await work.Begun.ReadAsync(cancellationToken);
            if (way == StallingUpstream.Stream)
                await client.ReceiveAsync(new byte[4096], cancellationToken);
            await Task.Delay(_random.Next(50), cancellationToken); // so that the client leaves anywhere in the work

            var gone = Stopwatch.GetTimestamp();
            client.Close();
            var (ended, left) = await work.Ended.ReadAsync(cancellationToken);
            if (request >= 0 && left && ended >= gone)
                times.Add(Stopwatch.GetElapsedTime(gone, ended).TotalMilliseconds);
        }

        return times;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static byte[] Request(string way, string mode) =>
    [
        .. Encoding.ASCII.GetBytes(
            $"POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: {s_body.Length}\r\n" +
            $"x-pflow-mode: {mode}\r\n{StallingUpstream.Way}: {way}\r\n\r\n"),
        .. s_body,
    ];
}
