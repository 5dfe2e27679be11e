using PreferenceFlow.Service.Tests.Doubles;

namespace PreferenceFlow.Service.Tests.Faults;

/// <summary>Two upstreams, the first of which fails: over real sockets, on every way.</summary>
public sealed class FallbackTests
{
    [Theory]
    [InlineData("Json")]
    [InlineData("Stream")]
    [InlineData("PassThrough")]
    public async Task First_RefusesConnections_SecondAnswers(string way)
    {
        using FaultyUpstream first = new(), second = new();
        second.Listen();
        await using var proxy = await StartAsync(first, second);

        await AssertGoodAsync(proxy, Enum.Parse<Way>(way));

        Assert.Equal((0, 1), (first.Attempts, second.Attempts));
    }

    [Theory]
    [InlineData("Json")]
    [InlineData("Stream")]
    [InlineData("PassThrough")]
    public async Task First_IsBusy_SecondAnswersAfterTheRetries(string way)
    {
        using FaultyUpstream first = new(), second = new();
        first.Act = exchange => exchange.SendAsync(Answers.Http("application/json", "{}", "503 Service Unavailable"));
        first.Listen();
        second.Listen();
        await using var proxy = await StartAsync(first, second);

        await AssertGoodAsync(proxy, Enum.Parse<Way>(way));

        Assert.Equal((way == "PassThrough" ? 1 : 3, 1), (first.Attempts, second.Attempts)); // the proxy repeats only what it reads
    }

    [Fact]
    public async Task First_BreaksOffAfterItsFirstEvent_SecondIsNotAsked()
    {
        using FaultyUpstream first = new(), second = new();
        first.Act = async exchange =>
        {
            await exchange.SendAsync(Answers.ChunkedHead(exchange.Way) + Answers.Chunk(Answers.FirstEvent));
            exchange.Close();
        };
        first.Listen();
        second.Listen();
        await using var proxy = await StartAsync(first, second);

        using var response = await proxy.PostAsync(Wire.StreamRequest);

        Assert.Contains("upstream_reset", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(0, second.Attempts);
    }

    private static Task<Proxy> StartAsync(FaultyUpstream first, FaultyUpstream second) => Proxy.StartAsync(
        "",
        new WordAligner("bad", "good"),
        null,
        $"Upstream:Upstreams:0:BaseUrl=http://{first.Authority}",
        $"Upstream:Upstreams:1:BaseUrl=http://{second.Authority}/v1",
        "Upstream:Upstreams:1:Weight=0",
        "Alignment:StreamPolicy=hold",
        "Upstream:RetryDelay=00:00:00");

    private static async Task AssertGoodAsync(Proxy proxy, Way way)
    {
        using var response = way == Way.PassThrough
            ? await proxy.Http.GetAsync("/v1/models")
            : await proxy.PostAsync(way == Way.Json ? Wire.Request : Wire.StreamRequest);
        Assert.Equal(Answers.Delivered(way), await response.Content.ReadAsStringAsync());
    }
}
