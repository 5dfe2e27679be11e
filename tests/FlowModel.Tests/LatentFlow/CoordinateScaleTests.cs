using PreferenceFlow.FlowModel.LatentFlow;

namespace PreferenceFlow.FlowModel.Tests.LatentFlow;

public sealed class CoordinateScaleTests
{
    private static readonly float[][] s_vectors = [[1, 10, 5], [3, 30, 5]];

    [Fact]
    public void Apply_FittedVectors_HaveMeanZeroAndDeviationOne()
    {
        var scale = CoordinateScale.Fit(s_vectors);

        Assert.Equal([-1, -1, 0], scale.Apply(s_vectors[0]));
        Assert.Equal([1, 1, 0], scale.Apply(s_vectors[1]));
    }

    [Fact]
    public void Undo_OfApply_IsTheVector() =>
        Assert.Equal([7f, -2, 6], CoordinateScale.Fit(s_vectors).Undo(CoordinateScale.Fit(s_vectors).Apply([7, -2, 6])));

    [Fact]
    public void Apply_OtherLength_NamesBoth()
    {
        var message = Assert.Throws<ArgumentException>(() => CoordinateScale.Fit(s_vectors).Apply([1, 2])).Message;

        Assert.Contains("2 coordinates", message);
        Assert.Contains("3 are expected", message);
    }

    [Fact]
    public void Fit_Nothing_Throws() => Assert.Throws<ArgumentException>(() => CoordinateScale.Fit([]));
}
