using System.Collections.Concurrent;
using System.Net;
using System.Text;
using PreferenceFlow.Service.Tests.Doubles;

namespace PreferenceFlow.Service.Tests.Fidelity;

/// <summary>An upstream that answers by exchange, a proxy before it, and a client that decodes, follows and remembers nothing.</summary>
public sealed class FidelityStage : IAsyncLifetime
{
    private readonly ConcurrentDictionary<string, Exchange> exchanges = new();
    private readonly HttpClient client = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        AutomaticDecompression = DecompressionMethods.None,
        ActivityHeadersPropagator = null,
        RequestHeaderEncodingSelector = (_, _) => Encoding.Latin1,
        ResponseHeaderEncodingSelector = (_, _) => Encoding.Latin1,
    })
    { Timeout = TimeSpan.FromSeconds(30) };

    private StubUpstream upstream = null!;
    private Proxy proxy = null!;

    public async ValueTask InitializeAsync()
    {
        upstream = await StubUpstream.StartAsync();
        upstream.Answer = context => exchanges[context.Request.Headers[Exchange.Header].ToString()].AnswerAsync(context);
        proxy = await Proxy.StartAsync(
            upstream.Address, new WordAligner("bad", "good"), null,
            "Logging:LogLevel:Default=None",
            "Alignment:StreamPolicy=hold"); // by sentences a stream tells its decision in a comment
    }

    /// <summary>Asks the upstream, past the proxy or through it.</summary>
    /// <param name="mode">Null goes past the proxy.</param>
    /// <returns>What came, and all that the upstream was sent for it.</returns>
    internal async Task<(Reply Reply, SeenRequest[] Seen)> RunAsync(Exchange exchange, string? mode)
    {
        exchanges[exchange.Name] = exchange;
        using var request = exchange.Ask(mode is null ? upstream.Address : proxy.Address);
        if (mode is not null)
            request.Headers.TryAddWithoutValidation("x-pflow-mode", mode);

        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        var reply = await Reply.ReadAsync(exchange, response);

        lock (upstream.Seen)
        {
            var seen = upstream.Seen.Where(one => one.Headers[Exchange.Header] == exchange.Name).ToArray();
            upstream.Seen.RemoveAll(one => seen.Contains(one));
            return (reply, seen);
        }
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await proxy.DisposeAsync();
        await upstream.DisposeAsync();
    }
}
