using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using PreferenceFlow.Clients.Embeddings;
using PreferenceFlow.Clients.Tests.Doubles;

namespace PreferenceFlow.Clients.Tests.Embeddings;

public sealed class EmbeddingClientTests
{
    private readonly ScriptedUpstream _script = new();

    [Fact]
    public async Task Embed_ManyTexts_AsksInBatchesAndKeepsTheOrder()
    {
        var client = Client(new() { Model = "small", MaxInputs = 2 });

        var vectors = await client.EmbedAsync(["a", "bb", "ccc", "a", "dddd", "eeeee"], CancellationToken.None);

        Assert.Equal([1, 2, 3, 1, 4, 5], vectors.Select(v => (int)v[0]));
        Assert.Equal([2, 2, 1], Sent().Select(inputs => inputs.Length));
        Assert.All(_script.Requests, r => Assert.Equal("http://upstream/v1/embeddings", r.RequestUri!.AbsoluteUri));
        Assert.All(_script.Requests, r => Assert.Equal("Bearer secret", r.Headers.GetValues("Authorization").Single()));
        var body = JsonNode.Parse(_script.Bodies[0])!;
        Assert.Equal(("small", "base64"), ((string)body["model"]!, (string)body["encoding_format"]!));
    }

    [Fact]
    public async Task Embed_LongTexts_AreSpreadOverCalls()
    {
        await Client(new() { Model = "small", MaxCharacters = 10 }).EmbedAsync(["aaaaaa", "bbbbb", "cc", new('d', 50)], CancellationToken.None);

        Assert.Equal([1, 2, 1], Sent().Select(inputs => inputs.Length));
    }

    [Theory]
    [InlineData("""{"data":[{"index":0,"embedding":[1.5,-2]}]}""")]
    [InlineData("""{"object":"list","data":[{"object":"embedding","index":0,"embedding":"AADAPwAAAMA="}],"model":"m","usage":{"total_tokens":1}}""")]
    public async Task Embed_EitherEncoding_GivesTheNumbers(string answer)
    {
        _script.ThenAnswer(_ => answer);

        var vectors = await Connect(new() { Model = "m" }).EmbedAsync(["x"], CancellationToken.None);

        Assert.Equal([1.5f, -2], Assert.Single(vectors));
    }

    [Fact]
    public async Task Embed_Again_AsksNothing()
    {
        var client = Client(new() { Model = "small" });

        var first = await client.EmbedAsync(["a", "bb"], CancellationToken.None);
        var second = await client.EmbedAsync(["bb", "a"], CancellationToken.None);

        Assert.Equal(first.Reverse(), second);
        Assert.Single(_script.Requests);
    }

    [Fact]
    public async Task Embed_MoreThanTheCacheHolds_ForgetsTheLeastUsed()
    {
        var client = Client(new() { Model = "small", CacheEntries = 2 });
        foreach (var text in new[] { "a", "bb", "a", "ccc", "a", "bb" })
            await client.EmbedAsync([text], CancellationToken.None);

        Assert.Equal(["a", "bb", "ccc", "bb"], Sent().Select(inputs => inputs.Single()));
    }

    [Fact]
    public async Task Embed_WhileTheSameIsUnderWay_WaitsForThat()
    {
        var gate = new TaskCompletionSource();
        _script.Gate = gate.Task;
        var client = Client(new() { Model = "small" });

        var (first, second) = (client.EmbedAsync(["a", "bb"], CancellationToken.None), client.EmbedAsync(["bb", "ccc"], CancellationToken.None));
        gate.SetResult();

        Assert.Equal([1, 2], (await first).Select(v => (int)v[0]));
        Assert.Equal([2, 3], (await second).Select(v => (int)v[0]));
        Assert.Equal(3, Sent().Sum(inputs => inputs.Length));
    }

    [Fact]
    public async Task Embed_WhoFetchesGivesUp_TheOtherFetchesItself()
    {
        var gate = new TaskCompletionSource();
        _script.Gate = gate.Task;
        var client = Client(new() { Model = "small" });
        using var caller = new CancellationTokenSource();
        var (first, second) = (client.EmbedAsync(["a"], caller.Token), client.EmbedAsync(["a"], CancellationToken.None));

        await caller.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        gate.SetResult();

        Assert.Equal(1, (await second)[0][0]);
    }

    [Fact]
    public async Task Embed_ManyThreads_AsksForEachTextOnce()
    {
        var client = Client(new() { Model = "small", MaxInputs = 3 });
        var texts = Enumerable.Range(1, 20).Select(n => new string('x', n)).ToArray();

        var found = await Task.WhenAll(Enumerable.Range(0, 32).Select(seed => Task.Run(async () =>
        {
            var own = texts.ToArray();
            new Random(seed).Shuffle(own);
            return (own, await client.EmbedAsync(own, CancellationToken.None));
        })));

        Assert.All(found, f => Assert.Equal(f.own.Select(t => t.Length), f.Item2.Select(v => (int)v[0])));
        Assert.Equal(20, Sent().Sum(inputs => inputs.Length));
    }

    [Fact]
    public async Task Embed_UpstreamBusyOnce_IsAskedAgain()
    {
        _script.Then(HttpStatusCode.TooManyRequests);

        var vectors = await Client(new() { Model = "small" }).EmbedAsync(["a"], CancellationToken.None);

        Assert.Equal(1, vectors[0][0]);
        Assert.Equal(2, _script.Requests.Count);
    }

    [Theory]
    [InlineData(HttpStatusCode.Unauthorized, 1)]
    [InlineData(HttpStatusCode.TooManyRequests, 3)]
    [InlineData(HttpStatusCode.NotFound, 1)]
    public async Task Embed_Refused_SaysTheStatusAndKeepsNothing(HttpStatusCode status, int attempts)
    {
        var client = Connect(new() { Model = "m" }, _script.Then(status));

        var exception = await Assert.ThrowsAsync<UpstreamException>(() => client.EmbedAsync(["private"], CancellationToken.None));
        await Assert.ThrowsAsync<UpstreamException>(() => client.EmbedAsync(["private"], CancellationToken.None));

        Assert.Equal(UpstreamFailure.Refused, exception.Failure);
        Assert.Equal(status, Assert.IsType<HttpRequestException>(exception.InnerException).StatusCode);
        Assert.DoesNotContain("private", exception.ToString(), StringComparison.Ordinal);
        Assert.Equal(2 * attempts, _script.Requests.Count);
    }

    [Theory]
    [InlineData("")]
    [InlineData("<html>")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"data":[]}""")]
    [InlineData("""{"data":[null,null]}""")]
    [InlineData("""{"data":[{"index":0,"embedding":[1]}]}""")]
    [InlineData("""{"data":[{"index":0,"embedding":[1]},{"index":0,"embedding":[1]}]}""")]
    [InlineData("""{"data":[{"index":0,"embedding":[1]},{"index":2,"embedding":[1]}]}""")]
    [InlineData("""{"data":[{"index":0,"embedding":[1]},{"index":1,"embedding":[1,2]}]}""")]
    [InlineData("""{"data":[{"index":0,"embedding":[]},{"index":1,"embedding":[]}]}""")]
    [InlineData("""{"data":[{"index":0,"embedding":"AAA"},{"index":1,"embedding":"AAAA"}]}""")]
    [InlineData("""{"data":[{"index":0,"embedding":"AADAfw=="},{"index":1,"embedding":"AADAfw=="}]}""")]
    [InlineData("""{"data":[{"index":0,"embedding":["1"]},{"index":1,"embedding":[true]}]}""")]
    public async Task Embed_Garbage_IsSaidToBe(string answer)
    {
        var client = Connect(new() { Model = "m" }, _script.ThenAnswer(_ => answer));

        var exception = await Assert.ThrowsAsync<UpstreamException>(() => client.EmbedAsync(["a", "b"], CancellationToken.None));

        Assert.Equal(UpstreamFailure.Garbage, exception.Failure);
    }

    [Fact]
    public async Task Embed_TransportFails_SaysHow()
    {
        var client = Connect(new() { Model = "m" }, _script.ThenThrow(new HttpRequestException(HttpRequestError.ConnectionError)));

        var exception = await Assert.ThrowsAsync<UpstreamException>(() => client.EmbedAsync(["a"], CancellationToken.None));

        Assert.Equal(UpstreamFailure.Unreachable, exception.Failure);
    }

    [Fact]
    public async Task Embed_EmptyText_IsRefusedUnsent()
    {
        await Assert.ThrowsAsync<ArgumentException>(() => Client(new() { Model = "m" }).EmbedAsync([""], CancellationToken.None));

        Assert.Empty(_script.Requests);
    }

    /// <summary>A client whose upstream embeds a text as its length.</summary>
    private EmbeddingClient Client(EmbeddingOptions options) => Connect(options, _script.ThenAnswer(body => JsonSerializer.Serialize(new
    {
        data = Inputs(body).Select((text, index) => new { index, embedding = new[] { (float)text.Length, 1 } }).Reverse(),
    })));

    private EmbeddingClient Connect(EmbeddingOptions options, ScriptedUpstream? script = null) =>
        new((script ?? _script).Connect(new FakeTimeProvider(), ("ApiKey", "secret"), ("RetryDelay", "00:00:00")), options);

    private IEnumerable<string[]> Sent() => _script.Bodies.Select(Inputs);

    private static string[] Inputs(byte[] body) => JsonNode.Parse(body)!["input"]!.Deserialize<string[]>()!;
}
