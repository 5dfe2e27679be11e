using PreferenceFlow.FlowModel.Decisions;

namespace PreferenceFlow.FlowModel.Tests.Decisions;

public sealed class SimilarityTests
{
    [Fact]
    public void Of_SameText_IsOne() => Assert.Equal(1, Similarity.Of("The cat.", "The cat."));

    [Fact]
    public void Of_OtherCase_IsOne() => Assert.Equal(1, Similarity.Of("The cat.", "the CAT."));

    [Fact]
    public void Of_NothingInCommon_IsZero() => Assert.Equal(0, Similarity.Of("aaaa", "bbbb"));

    [Fact]
    public void Of_HandComputed_MatchesDice() => // "  ab  " and "  ac  " share only "  a": 2·1 / (4 + 4)
        Assert.Equal(0.25, Similarity.Of("ab", "ac"), 1e-12);
}
