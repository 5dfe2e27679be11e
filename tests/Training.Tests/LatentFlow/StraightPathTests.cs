using PreferenceFlow.Training.LatentFlow;
using static TorchSharp.torch;

namespace PreferenceFlow.Training.Tests.LatentFlow;

public sealed class StraightPathTests
{
    [Theory]
    [InlineData(0, 0f)]
    [InlineData(0.25, 0.25f)]
    [InlineData(1, 1f)]
    public void Sample_AtATime_HasGoneThatShareFromRejectedToChosen(double time, float state)
    {
        using var scope = NewDisposeScope();

        var sample = StraightPath.Sample(zeros(4, 8), ones(4, 8), full([4], (float)time), zeros(4, 8));

        Assert.All(sample.State.data<float>().ToArray(), v => Assert.Equal(state, v));
        Assert.All(sample.Velocity.data<float>().ToArray(), v => Assert.Equal(1, v));
    }

    [Fact]
    public void Sample_WithNoise_MovesTheStateAndNotTheVelocity()
    {
        using var scope = NewDisposeScope();

        var sample = StraightPath.Sample(zeros(1, 2), ones(1, 2), full([1], 0.5f), tensor(new[] { 0.25f, -0.5f }).unsqueeze(0));

        Assert.Equal([0.75f, 0f], sample.State.data<float>().ToArray());
        Assert.Equal([1f, 1f], sample.Velocity.data<float>().ToArray());
    }

    [Fact]
    public void Sample_TimesOfTheirOwn_ApplyRowByRow()
    {
        using var scope = NewDisposeScope();

        var sample = StraightPath.Sample(zeros(2, 1), full([2, 1], 4f), tensor(new[] { 0.25f, 0.75f }), zeros(2, 1));

        Assert.Equal([1f, 3f], sample.State.data<float>().ToArray());
    }
}
