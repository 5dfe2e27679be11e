using System.Text;
using PreferenceFlow.Clients.ServerSentEvents;

namespace PreferenceFlow.Service.Tests.Doubles;

/// <summary>What of a stream has reached the client.</summary>
internal sealed class Arrivals : IAsyncDisposable
{
    private readonly IAsyncEnumerator<SseEvent> events;
    private readonly CancellationTokenSource patience = new(TimeSpan.FromSeconds(30));

    private Arrivals(Stream body) => events = new SseReader(body, 1 << 20).ReadAsync(patience.Token).GetAsyncEnumerator();

    public static async Task<Arrivals> OfAsync(HttpResponseMessage response) => new(await response.Content.ReadAsStreamAsync());

    /// <summary>The next events, which must come without any more from the upstream.</summary>
    public async Task<string> NextAsync(int count)
    {
        var text = new StringBuilder();
        for (var index = 0; index < count; index++)
        {
            Assert.True(await events.MoveNextAsync());
            text.Append(Encoding.UTF8.GetString(events.Current.Raw.Span));
        }

        return text.ToString();
    }

    public async Task<string> RestAsync()
    {
        var text = new StringBuilder();
        while (await events.MoveNextAsync())
            text.Append(Encoding.UTF8.GetString(events.Current.Raw.Span));
        return text.ToString();
    }

    public async ValueTask DisposeAsync()
    {
        await events.DisposeAsync();
        patience.Dispose();
    }
}
