using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;
using PreferenceFlow.Service.Tests.Doubles;

namespace PreferenceFlow.Service.Tests.Chat;

/// <summary>A client that leaves stops all the work done for it. The clock stands still, so no timeout can do it instead.</summary>
public sealed class DisconnectTests
{
    private const string Event = "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"bad\"},\"finish_reason\":\"stop\"}]}\n\n";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly TaskCompletionSource asked = Signal(), upstreamStopped = Signal(), deciding = Signal(), aligningStopped = Signal();

    [Theory]
    [InlineData("edit", Wire.Request, "", "")]
    [InlineData("edit", Wire.Request, "application/json", "{\"choices\":")]
    [InlineData("off", Wire.Request, "application/json", "")]
    [InlineData("edit", Wire.StreamRequest, "", "")]
    [InlineData("edit", Wire.StreamRequest, "text/event-stream", "")]
    [InlineData("edit", Wire.StreamRequest, "text/event-stream", Event)]
    public async Task Client_LeavesWhileTheUpstreamStalls_StopsIt(string mode, string request, string type, string sent)
    {
        await using var stage = await StartAsync(mode);
        stage.Upstream.Answer = context => StallAsync(context, type, sent);
        using var client = new CancellationTokenSource();

        var asking = AskAsync(stage, request, client.Token);
        await asked.Task.WaitAsync(Patience);
        await client.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
        await upstreamStopped.Task.WaitAsync(Patience);
        Assert.Equal(0, stage.Aligner.Calls);
        AssertNoErrors(stage);
    }

    [Theory]
    [InlineData("off", Wire.Request, "application/json")]
    [InlineData("off", Wire.StreamRequest, "text/event-stream")]
    [InlineData("shadow", Wire.StreamRequest, "text/event-stream")]
    public async Task Client_LeavesInTheMiddleOfAnAnswer_StopsTheUpstream(string mode, string request, string type)
    {
        await using var stage = await StartAsync(mode);
        stage.Upstream.Answer = context => StallAsync(context, type, Event);

        using (var response = await AskAsync(stage, request, CancellationToken.None))
            Assert.NotEqual(0, await (await response.Content.ReadAsStreamAsync()).ReadAsync(new byte[100]));

        await upstreamStopped.Task.WaitAsync(Patience);
        Assert.Equal(0, stage.Aligner.Calls);
        AssertNoErrors(stage);
    }

    [Fact]
    public async Task Client_LeavesWhileAJsonAnswerIsDecidedAbout_StopsTheAligner()
    {
        await using var stage = await StartAsync("edit");
        stage.Upstream.Answer = context => StubUpstream.Json(context, Wire.Odd);

        await LeaveWhileDecidingAsync(stage, Wire.Request);

        AssertNoErrors(stage);
    }

    [Fact]
    public async Task Client_LeavesWhileAStreamIsDecidedAbout_StopsTheAlignerAndTheUpstream()
    {
        await using var stage = await StartAsync("edit");
        stage.Upstream.Answer = context => StallAsync(context, "text/event-stream", Event + "data: [DONE]\n\n");

        await LeaveWhileDecidingAsync(stage, Wire.StreamRequest);

        await upstreamStopped.Task.WaitAsync(Patience);
        AssertNoErrors(stage);
    }

    [Fact]
    public async Task Client_LeavesAnotherEndpoint_StopsTheUpstream()
    {
        await using var stage = await StartAsync("edit");
        stage.Upstream.Answer = context => StallAsync(context, "application/octet-stream", "some");

        using (var response = await stage.Proxy.Http.GetAsync("/v1/files/f/content", HttpCompletionOption.ResponseHeadersRead))
            Assert.NotEqual(0, await (await response.Content.ReadAsStreamAsync()).ReadAsync(new byte[100]));

        await upstreamStopped.Task.WaitAsync(Patience);
        AssertNoErrors(stage);
    }

    private static TaskCompletionSource Signal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static Task<Stage> StartAsync(string mode) =>
        Stage.StartAsync(new FakeTimeProvider(), $"Alignment:Mode={mode}", "Alignment:StreamPolicy=hold");

    private static Task<HttpResponseMessage> AskAsync(Stage stage, string request, CancellationToken cancellationToken) =>
        stage.Proxy.Http.SendAsync(
            new(HttpMethod.Post, "/v1/chat/completions") { Content = new StringContent(request, Encoding.UTF8, "application/json") },
            HttpCompletionOption.ResponseHeadersRead,
            cancellationToken);

    private static void AssertNoErrors(Stage stage) =>
        Assert.DoesNotContain(stage.Proxy.Logs.Lines, line => line.StartsWith("Error", StringComparison.Ordinal));

    private async Task LeaveWhileDecidingAsync(Stage stage, string request)
    {
        stage.Aligner.Before = token =>
        {
            deciding.SetResult();
            token.WaitHandle.WaitOne();
            aligningStopped.SetResult();
        };
        using var client = new CancellationTokenSource();

        var asking = AskAsync(stage, request, client.Token);
        await deciding.Task.WaitAsync(Patience);
        await client.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
        await aligningStopped.Task.WaitAsync(Patience);
    }

    // Sends what there is to send, if anything, and then nothing until the proxy leaves.
    private async Task StallAsync(HttpContext context, string type, string sent)
    {
        using var registration = context.RequestAborted.Register(upstreamStopped.SetResult);
        if (type.Length > 0)
        {
            context.Response.ContentType = type;
            await context.Response.WriteAsync(sent);
            await context.Response.Body.FlushAsync();
        }

        asked.SetResult();
        await upstreamStopped.Task;
    }
}
