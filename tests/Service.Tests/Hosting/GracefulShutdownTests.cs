using System.Net;
using PreferenceFlow.Service.Tests.Doubles;

namespace PreferenceFlow.Service.Tests.Hosting;

public sealed class GracefulShutdownTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData("edit")]
    [InlineData("off")]
    public async Task Stop_StreamIsOpen_ItEndsWell(string mode)
    {
        await using var stage = await Stage.StartAsync($"Alignment:Mode={mode}");
        var stream = new PacedStream();
        stage.Upstream.Answer = stream.AnswerAsync;
        stream.Send(Wire.Chunk("A fine day."), Wire.Chunk(" And"));
        using var response = await stage.Proxy.PostAsync(Wire.StreamRequest);

        var stopping = stage.Proxy.StopAsync();
        stream.Send(Wire.Chunk(" a fine night."), Wire.Finish(), Wire.Done);
        stream.End();

        var body = await response.Content.ReadAsStringAsync();
        await stopping.WaitAsync(Patience);
        Assert.EndsWith(Wire.Done, body, StringComparison.Ordinal);
        Assert.DoesNotContain("error", body, StringComparison.Ordinal);
        Assert.Contains("error=none", Assert.Single(stage.Proxy.RequestLines), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("edit")]
    [InlineData("off")]
    public async Task Stop_StreamIsOpenTooLong_ItEndsInBandWithAnError(string mode)
    {
        var time = new WatchedTime(TimeSpan.FromSeconds(20));
        await using var stage = await Stage.StartAsync(time, $"Alignment:Mode={mode}", "Shutdown:Timeout=00:00:20");
        var stream = new PacedStream();
        stage.Upstream.Answer = stream.AnswerAsync;
        stream.Send(Wire.Chunk("A fine day."), Wire.Chunk(" And"));
        using var response = await stage.Proxy.PostAsync(Wire.StreamRequest);

        var stopping = stage.Proxy.StopAsync();
        await time.Begun.WaitAsync(Patience);
        time.Advance(TimeSpan.FromSeconds(20));

        var body = await response.Content.ReadAsStringAsync();
        await stopping.WaitAsync(Patience);
        Assert.Contains("A fine day.", body, StringComparison.Ordinal);
        Assert.Contains("\"code\":\"shutting_down\"", body.Split("data: ")[^1], StringComparison.Ordinal);
        Assert.DoesNotContain("finish_reason", body, StringComparison.Ordinal);
        Assert.Contains("error=shutting_down", Assert.Single(stage.Proxy.RequestLines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stop_WithinTheDelay_IsNotReadyAndStillAnswers()
    {
        var time = new WatchedTime(TimeSpan.FromSeconds(5));
        await using var stage = await Stage.StartAsync(time, "Shutdown:Delay=00:00:05");
        using (var before = await stage.Proxy.Http.GetAsync("/readyz"))
            Assert.Equal((HttpStatusCode.OK, null), (before.StatusCode, before.Headers.ConnectionClose));

        var stopping = stage.Proxy.StopAsync();
        await time.Begun.WaitAsync(Patience);
        using var ready = await stage.Proxy.Http.GetAsync("/readyz");
        using var answer = await stage.Proxy.Http.GetAsync("/v1/models");
        time.Advance(TimeSpan.FromSeconds(5));
        await stopping.WaitAsync(Patience);

        Assert.Equal((HttpStatusCode.ServiceUnavailable, true), (ready.StatusCode, ready.Headers.ConnectionClose));
        Assert.Equal((HttpStatusCode.OK, true), (answer.StatusCode, answer.Headers.ConnectionClose));
    }
}
