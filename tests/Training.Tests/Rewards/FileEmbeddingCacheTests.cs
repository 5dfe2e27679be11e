using PreferenceFlow.FlowModel.Encoding.Embeddings;
using PreferenceFlow.Training.Rewards;

namespace PreferenceFlow.Training.Tests.Rewards;

public sealed class FileEmbeddingCacheTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly CountingSource _source = new();

    [Fact]
    public async Task Embed_NextRun_FetchesNothingTwice()
    {
        var first = await Open().EmbedAsync(["a", "bb", "a"], CancellationToken.None);
        var second = await Open().EmbedAsync(["ccc", "bb", "a"], CancellationToken.None);

        Assert.Equal(["a", "bb", "ccc"], _source.Asked);
        Assert.Equal([1f, 0.5f], first[2]);
        Assert.Equal([[3, 0.5f], [2, 0.5f], [1, 0.5f]], second);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(11)]
    [InlineData(40)]
    public async Task Embed_FileCutOff_FetchesTheLastAgainAndGoesOn(int bytes)
    {
        await Open().EmbedAsync(["a", "bb"], CancellationToken.None);
        using (var file = File.OpenWrite(_directory["e.bin"]))
            file.SetLength(file.Length - bytes);

        await Open().EmbedAsync(["a", "bb", "ccc"], CancellationToken.None);
        var last = await Open().EmbedAsync(["a", "bb", "ccc"], CancellationToken.None);

        Assert.Equal(["a", "bb", "bb", "ccc"], _source.Asked);
        Assert.Equal([1, 2, 3], last.Select(v => v[0]));
    }

    [Fact]
    public async Task Embed_FailsHalfway_KeepsWhatCame()
    {
        var texts = Enumerable.Range(1, 600).Select(n => new string('x', n)).ToArray();
        _source.MostTexts = 512;

        await Assert.ThrowsAsync<IOException>(() => Open().EmbedAsync(texts, CancellationToken.None));
        _source.MostTexts = int.MaxValue;
        await Open().EmbedAsync(texts, CancellationToken.None);

        Assert.Equal(600, _source.Asked.Count);
    }

    private FileEmbeddingCache Open() => new(_source, _directory["e.bin"]);

    public void Dispose() => _directory.Dispose();
}

/// <summary>Embeds a text by its length and remembers what it was asked for.</summary>
internal sealed class CountingSource : IEmbeddingSource
{
    public List<string> Asked { get; } = [];

    public int MostTexts { get; set; } = int.MaxValue;

    public Task<IReadOnlyList<float[]>> EmbedAsync(IReadOnlyList<string> texts, CancellationToken cancellationToken)
    {
        if (Asked.Count + texts.Count > MostTexts)
            throw new IOException("No more.");
        Asked.AddRange(texts);
        return Task.FromResult<IReadOnlyList<float[]>>([.. texts.Select(text => new[] { text.Length, 0.5f })]);
    }
}
