using PreferenceFlow.FlowModel.EditFlow;
using PreferenceFlow.Training.EditFlow;

namespace PreferenceFlow.Training.Tests.EditFlow;

public sealed class EditFlowBatcherTests
{
    private const int Prompt = 200;

    private static readonly EditFlowShape s_shape = new() { Vocabulary = 300, MaxAnswerTokens = 12, MaxPromptTokens = 4 };
    private static readonly EditFlowOptions s_options = new() { BatchTokens = 96, IdentityShare = 0.25, PromptDropout = 0.1 };

    // One example of each length 3 to 8: the token in the middle becomes another. Targets never hold the source's token 100.
    private static readonly List<EditExample[]> s_groups =
    [
        .. Enumerable.Range(3, 6).Select(n => new[]
        {
            new EditExample([Prompt, Prompt], [.. Enumerable.Repeat(100, n)], [100, 150, .. Enumerable.Repeat(100, n - 2)]),
        }),
    ];

    [Fact]
    public void Next_SameSeedAndStep_IsTheSameBatch()
    {
        var (walked, jumped, other) = (Batcher(), Batcher(), Batcher(seed: 6));
        for (var step = 0; step < 40; step++)
            walked.Next(step);

        var (expected, actual) = (walked.Next(40), jumped.Next(40));

        Assert.Equal(expected.Rows.Tokens, actual.Rows.Tokens);
        Assert.Equal(expected.States.Select(s => string.Join(' ', s.Pending)), actual.States.Select(s => string.Join(' ', s.Pending)));
        Assert.NotEqual(expected.Rows.Tokens, other.Next(40).Rows.Tokens);
    }

    [Fact]
    public void Next_ManyBatches_FillTheirTokensAndNoMore()
    {
        var batches = Batches(200);

        Assert.All(batches, b => Assert.True(b.Rows.Rows * b.Rows.Length <= s_options.BatchTokens));
        Assert.True(batches.Average(b => b.Rows.Rows * b.Rows.Length) > 0.8 * s_options.BatchTokens);
        Assert.Equal(1f, batches.SelectMany(b => b.Weights).Distinct().Single());
    }

    [Fact]
    public void Next_ManyRows_DropPromptsAtTheirShare()
    {
        var starts = Batches(200).SelectMany(b => b.Rows.Start).ToList();

        Assert.Equal(s_options.PromptDropout, starts.Count(s => s == 0) / (double)starts.Count, 0.03);
        Assert.All(starts, s => Assert.True(s is 0 or 2));
    }

    [Fact]
    public void Next_ManyRows_AreIdentitiesAtTheirShare()
    {
        // A row of a changed example still has its edit pending unless it was drawn past it, which happens in a share of E[κ] = 1/4.
        var states = Batches(300).SelectMany(b => b.States).ToList();

        Assert.Equal((1 - s_options.IdentityShare) * 0.75, states.Count(s => s.Pending.Count > 0) / (double)states.Count, 0.03);
    }

    [Fact]
    public void Next_PaperWeight_IsAtMostTwenty()
    {
        var weights = Batches(300, s_options with { PaperWeight = true }).SelectMany(b => b.Weights).ToList();

        Assert.Equal(20, weights.Max());
        Assert.True(weights.Min() < 0.01);
    }

    [Fact]
    public void Next_SeveralVersions_PreferNearOnes()
    {
        EditExample near = new([], [100, 100, 100, 100], [100, 150, 100, 100]), far = new([], [100, 100, 100, 100], [160, 160, 160, 160]);
        var batcher = new EditFlowBatcher([[far, near]], s_shape, s_options with { IdentityShare = 0 }, seed: 5);

        var pending = Enumerable.Range(0, 100)
            .SelectMany(step => batcher.Next(step).States).SelectMany(s => s.Pending).Select(e => e.Token).ToList();

        Assert.True(pending.Count(t => t == 160) < 0.05 * pending.Count);
    }

    [Fact]
    public void Next_WeightedSources_AreDrawnByTheirWeight()
    {
        EditExample heavy = new([], [100, 100, 100, 100], [100, 150, 100, 100]) { Weight = 0.9 };
        EditExample light = new([], [101, 101, 101, 101], [101, 160, 101, 101]) { Weight = 0.3 };
        var batcher = new EditFlowBatcher([[heavy], [light]], s_shape, s_options with { IdentityShare = 0 }, seed: 5);

        var pending = Enumerable.Range(0, 300)
            .SelectMany(step => batcher.Next(step).States).SelectMany(s => s.Pending).Select(e => e.Token).ToList();

        Assert.Equal(0.25, pending.Count(t => t == 160) / (double)pending.Count, 0.03);
    }

    private static EditFlowBatcher Batcher(EditFlowOptions? options = null, int seed = 5) =>
        new(s_groups, s_shape, options ?? s_options, seed);

    private static List<EditFlowBatch> Batches(int count, EditFlowOptions? options = null)
    {
        var batcher = Batcher(options);
        return [.. Enumerable.Range(0, count).Select(batcher.Next)];
    }
}
