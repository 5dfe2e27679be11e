using PreferenceFlow.Replay;
using PreferenceFlow.Service.Tests.Doubles;

namespace PreferenceFlow.Service.Tests.Chat;

public sealed class DisconnectTests
{
    [Theory]
    [InlineData(Wire.Request, "stall")]
    [InlineData(Wire.Request, "hang")]
    [InlineData(Wire.StreamRequest, "stall")]
    [InlineData(Wire.StreamRequest, "hang")]
    public async Task Client_GoesAway_CancelsTheUpstream(string request, string failure)
    {
        await using var upstream = await ReplayUpstream.StartAsync(new([new("q", "a b c d")]), new() { Port = 0 }, TimeProvider.System, default);
        await using var proxy = await Proxy.StartAsync(upstream.Address.ToString(), new WordAligner("a", "b"));
        using var client = new CancellationTokenSource();
        var message = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions") { Content = new StringContent(request, null, "application/json") };
        message.Headers.Add("x-replay-failure", failure);

        var asking = proxy.Http.SendAsync(message, client.Token);
        await Until(() => upstream.Requests == 1);
        await client.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);

        await Until(() => upstream.Cancellations == 1);
        Assert.DoesNotContain(proxy.Logs.Lines, line => line.StartsWith("Error", StringComparison.Ordinal));
    }

    private static async Task Until(Func<bool> condition)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (!condition())
        {
            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
