using PreferenceFlow.FlowModel.Encoding;
using PreferenceFlow.FlowModel.Encoding.Embeddings;

namespace PreferenceFlow.FlowModel.Tests.Encoding.Embeddings;

public sealed class AnswerReaderTests
{
    private static readonly HashedNgramEncoder s_words = new(64);

    [Fact]
    public void Encode_TwoEmbeddings_MeasuresTextAgreementAndCosine()
    {
        var features = new EmbeddingEncoder(s_words, 2, null).Encode(new() { Prompt = "p", Text = "text" }, [0, 5], [3, 4]);

        Assert.Equal(s_words.Encode("text"), features.Ids);
        Assert.Equal([0.6f, 0.8f, 0, 0.8f, 0.8f], features.Measures, (a, b) => Math.Abs(a - b) < 1e-6);
        Assert.Equal(4, features.Length);
    }

    [Fact]
    public void Encode_EmptyPromptOrZeroVector_MeasuresNothing()
    {
        var encoder = new EmbeddingEncoder(s_words, 2, null);

        Assert.Equal([1, 0, 0, 0, 0], encoder.Encode(new() { Prompt = "", Text = "t" }, [], [2, 0]).Measures);
        Assert.Equal(new float[5], encoder.Encode(new() { Prompt = "p", Text = "" }, [1, 0], []).Measures);
        Assert.Equal(new float[5], encoder.Encode(new() { Prompt = "p", Text = "t" }, [1, 0], [0, 0]).Measures);
    }

    [Fact]
    public async Task Read_Fetched_AsksForEachDistinctTextOnce()
    {
        var source = new LengthSource();
        var reader = AnswerReader.Of(new EmbeddingEncoder(s_words, 2, null), source);

        var features = await reader.ReadAsync(
            [.. PromptedText.Of("why", ["yes", "no", "yes"]), .. PromptedText.Of("", ["", "why"])], CancellationToken.None);

        Assert.Equal(["why", "yes", "no"], Assert.Single(source.Asked));
        Assert.Equal(5, features.Count);
        Assert.Equal(features[0].Measures, features[2].Measures);
        Assert.Equal(0, features[3].Measures[^1]);
    }

    [Fact]
    public async Task Read_LongTexts_SendsTheAnswersBeginningAndThePromptsEnding()
    {
        var source = new LengthSource();

        await AnswerReader.Of(new EmbeddingEncoder(s_words, 2, null), source).ReadAsync(
            [new() { Prompt = "p" + new string('q', 7998) + "😀", Text = new string('a', 7999) + "😀" }], CancellationToken.None);

        Assert.Equal([new string('q', 7998) + "😀", new string('a', 7999)], source.Asked[0]);
    }

    [Theory]
    [InlineData(3, "An embedding has 2 dimensions; the ensemble was trained with 3.")]
    [InlineData(2, "2 embeddings were asked for, 1 came.")]
    public async Task Read_OtherEmbeddings_IsRefused(int dimensions, string message)
    {
        var reader = AnswerReader.Of(new EmbeddingEncoder(s_words, dimensions, null), new LengthSource { Loses = dimensions == 2 });

        var exception = await Assert.ThrowsAsync<InvalidDataException>(() => reader.ReadAsync(PromptedText.Of("p", ["t"]), CancellationToken.None));

        Assert.Equal(message, exception.Message);
    }

    [Fact]
    public async Task Read_Local_IsDoneAtOnce()
    {
        var reading = AnswerReader.Of(s_words, null).ReadAsync(PromptedText.Of("p", ["a text"]), CancellationToken.None);

        Assert.True(reading.IsCompletedSuccessfully);
        Assert.Equal(s_words.Encode("a text"), (await reading)[0].Ids);
    }

    [Fact]
    public void Of_EmbeddingsWithoutASource_SaysSo() =>
        Assert.Throws<InvalidOperationException>(() => AnswerReader.Of(new EmbeddingEncoder(s_words, 2, null), null));

    [Fact]
    public void Scale_Fit_StandardisesAndClamps()
    {
        var scale = MeasureScale.Fit(2, [[1, 7], [3, 7]]);

        Assert.Equal([-1f, 0], scale.Apply([1, 7]));
        Assert.Equal([4f, -4], scale.Apply([100, -7]));
        Assert.Equal(3 / MathF.Sqrt(2), scale.OfNorm(3).Apply([3, 7])[0], 1e-6);
    }

    private sealed class LengthSource : IEmbeddingSource
    {
        public List<IReadOnlyList<string>> Asked { get; } = [];

        public bool Loses { get; init; }

        public Task<IReadOnlyList<float[]>> EmbedAsync(IReadOnlyList<string> texts, CancellationToken cancellationToken)
        {
            Asked.Add(texts);
            return Task.FromResult<IReadOnlyList<float[]>>([.. texts.Skip(Loses ? 1 : 0).Select(text => new[] { text.Length, 1f })]);
        }
    }
}
