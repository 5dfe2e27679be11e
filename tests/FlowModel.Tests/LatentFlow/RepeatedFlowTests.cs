using PreferenceFlow.FlowModel.LatentFlow;

namespace PreferenceFlow.FlowModel.Tests.LatentFlow;

/// <summary>
/// What repeating a flow comes to where answers have quantiles and preferences are certain: the losers' law 1 − (1 − u)² goes to the
/// winners' u², by T(u) = √(1 − (1 − u)²). The flow is fed all answers, not the losers it was learnt from, and overshoots.
/// </summary>
public sealed class RepeatedFlowTests
{
    private const int Answers = 2000;

    [Theory]
    [InlineData(0, 0.5)]
    [InlineData(1, 0.78540)]
    [InlineData(2, 0.94546)]
    [InlineData(3, 0.99305)]
    [InlineData(4, 0.99965)]
    [InlineData(5, 1.0)]
    public void Solve_MonotoneFlowAgainAndAgain_OvershootsAsTheReferenceSays(int times, double meanQuantile)
    {
        var solver = new OdeSolver(OdeMethod.Heun, 8);
        float[] quantiles = [.. Enumerable.Range(0, Answers).Select(i => (i + 0.5f) / Answers)];

        for (var i = 0; i < times; i++)
            quantiles = solver.Solve((x, t) => [.. x.Select(v => (float)Velocity(v, t))], quantiles, 1, CancellationToken.None);

        Assert.Equal(meanQuantile, quantiles.Average(), 5e-4);
    }

    /// <summary>Labels by sorted halves: those of the upper half were never a source, and the flow says nothing of them.</summary>
    [Fact]
    public void Solve_SortedHalves_MovesEachByAHalf() => Assert.Equal(
        [0.5f, 0.625f, 1],
        new OdeSolver(OdeMethod.Euler, 4).Solve((x, _) => [.. x.Select(_ => 0.5f)], [0, 0.125f, 0.5f], 1, CancellationToken.None));

    /// <summary>T(u) − u of the u whose straight way passes x at t.</summary>
    private static double Velocity(double x, double t)
    {
        var (low, high) = (0.0, 1.0);
        for (var i = 0; i < 60; i++)
        {
            var middle = (low + high) / 2;
            (low, high) = ((1 - t) * middle) + (t * Target(middle)) < x ? (middle, high) : (low, middle);
        }

        return Target(low) - low;
    }

    private static double Target(double u) => Math.Sqrt(1 - ((1 - u) * (1 - u)));
}
