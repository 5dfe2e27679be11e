using PreferenceFlow.FlowModel.Rewards;

namespace PreferenceFlow.FlowModel.Tests.Rewards;

public sealed class LengthCurveTests
{
    private static readonly int[] s_lengths = [.. Enumerable.Range(1, 300).Select(i => i * 7)];

    [Fact]
    public void Fit_RewardsLinearInLogLength_AreReproduced()
    {
        var curve = LengthCurve.Fit(s_lengths, [.. s_lengths.Select(l => new[] { Line(l), -Line(l) })]);

        Assert.All(s_lengths, length =>
        {
            Assert.Equal(Line(length), curve.At(0, length), 1e-3);
            Assert.Equal(-Line(length), curve.At(1, length), 1e-3);
        });

        static float Line(int length) => (2 * MathF.Log(1 + length)) - 3;
    }

    [Fact]
    public void Fit_RewardsFreeOfLength_AreFlat()
    {
        var random = new Random(1);
        var curve = LengthCurve.Fit(s_lengths, [.. s_lengths.Select(_ => new[] { random.NextSingle() - 0.5f })]);

        Assert.All(s_lengths, length => Assert.InRange(curve.At(0, length), -0.25, 0.25));
    }

    [Fact]
    public void At_BeyondTheFittedLengths_IsTheNearestValue()
    {
        var curve = LengthCurve.Fit([10, 20, 40], [[1], [2], [3]]);

        Assert.Equal(curve.At(0, 40), curve.At(0, 4000));
        Assert.Equal(curve.At(0, 10), curve.At(0, 0));
    }
}
