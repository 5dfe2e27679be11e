using PreferenceFlow.Service.Tests.Doubles;

namespace PreferenceFlow.Service.Tests.Fidelity;

/// <summary>Where nothing is changed the proxy is a wire: request and response are the same as without it.</summary>
public sealed class CorpusTests(FidelityStage stage) : IClassFixture<FidelityStage>
{
    public static TheoryData<string, string> Names => new(
        from exchange in Corpus.All
        from mode in new[] { "off", "shadow", "auto" }
        select (exchange.Name, mode));

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Exchange_NotChanged_IsTheSameThroughTheProxy(string name, string mode)
    {
        var exchange = Corpus.All.Single(exchange => exchange.Name == name);

        var (direct, sent) = await stage.RunAsync(exchange, null);
        var (through, passed) = await stage.RunAsync(exchange, mode);

        Assert.Equal(exchange.Status, direct.Status);
        Assert.Equal(exchange.Answer, direct.Body);
        Assert.Equal((direct.Status, direct.Reason), (through.Status, through.Reason));
        Assert.Equal(direct.Headers, through.Headers);
        Assert.Equal(direct.Body, through.Body);
        AssertSameRequest(exchange, Assert.Single(sent), Assert.Single(passed), read: mode != "off");
        ProxyResults.ByteEqual(1);
    }

    [Fact]
    public void Corpus_Names_AreUnique() => Assert.Equal(Corpus.All.Count, Corpus.All.DistinctBy(exchange => exchange.Name).Count());

    private static void AssertSameRequest(Exchange exchange, SeenRequest sent, SeenRequest passed, bool read)
    {
        Assert.Equal((exchange.Method, exchange.Target), (passed.Method, passed.Target));
        Assert.Equal(exchange.Question ?? [], passed.Body);
        Assert.Equal(Reply.Seen(exchange, sent, read), Reply.Seen(exchange, passed, read));
    }
}
