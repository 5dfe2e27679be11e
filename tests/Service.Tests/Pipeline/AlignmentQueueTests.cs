using PreferenceFlow.Service.Tests.Doubles;

namespace PreferenceFlow.Service.Tests.Pipeline;

public sealed class AlignmentQueueTests
{
    [Fact]
    public async Task Decide_Throws_AnswerLeavesAsItCameAndLogHasNoContent()
    {
        await using var stage = await Stage.StartAsync();
        stage.Upstream.Answer = context => StubUpstream.Json(context, Wire.Odd);
        stage.Aligner.Before = _ => throw new InvalidOperationException("could not edit: A bad café");

        using var response = await stage.Proxy.PostAsync(Wire.Request);

        Assert.Equal(Wire.Odd, await response.Content.ReadAsStringAsync());
        Assert.Equal("bypassed; reason=failed", response.Decision());
        Assert.Contains(stage.Proxy.Logs.Lines, line => line.StartsWith("Error AlignerFailed", StringComparison.Ordinal) && line.Contains("InvalidOperationException", StringComparison.Ordinal));
        Assert.DoesNotContain(stage.Proxy.Logs.Lines, line => line.Contains("café", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Decide_BeyondTheBudget_AnswerLeavesAsItCame(bool obeysItsToken)
    {
        var time = new WatchedTime(TimeSpan.FromSeconds(4), waits: 2); // the token's and the answer's
        await using var stage = await Stage.StartAsync(time, "Alignment:Budget=00:00:04");
        stage.Upstream.Answer = context => StubUpstream.Json(context, Wire.Odd);
        using var release = new ManualResetEventSlim();
        stage.Aligner.Before = token => release.Wait(obeysItsToken ? token : CancellationToken.None);

        var asking = stage.Proxy.PostAsync(Wire.Request);
        await time.Begun;
        time.Advance(TimeSpan.FromSeconds(4));
        using var response = await asking;

        Assert.Equal(Wire.Odd, await response.Content.ReadAsStringAsync());
        Assert.Equal("bypassed; reason=deadline", response.Decision());
        release.Set();
    }

    [Fact]
    public async Task Decide_QueueFull_AnswerLeavesAsItCameAndTheOthersAreServed()
    {
        await using var stage = await Stage.StartAsync("Alignment:Concurrency=1", "Alignment:QueueLength=0", "Alignment:Budget=00:01:00");
        stage.Upstream.Answer = context => StubUpstream.Json(context, Wire.Odd);
        using var release = new ManualResetEventSlim();
        var deciding = new TaskCompletionSource();
        stage.Aligner.Before = token =>
        {
            deciding.TrySetResult();
            release.Wait(token);
        };

        var first = stage.Proxy.PostAsync(Wire.Request);
        await deciding.Task;
        using var second = await stage.Proxy.PostAsync(Wire.Request);
        release.Set();
        using var answered = await first;
        using var third = await stage.Proxy.PostAsync(Wire.Request);

        Assert.Equal("bypassed; reason=overload", second.Decision());
        Assert.Equal(Wire.Odd, await second.Content.ReadAsStringAsync());
        Assert.Equal("edited", answered.Decision());
        Assert.Equal("edited", third.Decision());
    }

    [Fact]
    public async Task Client_GoesAwayWhileDeciding_CancelsTheDecision()
    {
        await using var stage = await Stage.StartAsync("Alignment:Budget=00:01:00");
        stage.Upstream.Answer = context => StubUpstream.Json(context, Wire.Odd);
        var deciding = new TaskCompletionSource();
        var cancelled = new TaskCompletionSource();
        stage.Aligner.Before = token =>
        {
            deciding.TrySetResult();
            token.WaitHandle.WaitOne();
            cancelled.TrySetResult();
        };
        using var client = new CancellationTokenSource();

        var asking = stage.Proxy.Http.PostAsync("/v1/chat/completions", new StringContent(Wire.Request, null, "application/json"), client.Token);
        await deciding.Task;
        await client.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
        await cancelled.Task.WaitAsync(TimeSpan.FromSeconds(10));
    }
}
