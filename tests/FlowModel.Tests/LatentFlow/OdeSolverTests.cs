using PreferenceFlow.FlowModel.LatentFlow;

namespace PreferenceFlow.FlowModel.Tests.LatentFlow;

public sealed class OdeSolverTests
{
    private static readonly GaussianFlow s_independent = new(Monotone: false, Sigma: 0);

    [Fact]
    public void Velocity_OfTheClosedForms_IsThatOfTheReference()
    {
        Assert.Equal(1.846154, s_independent.Velocity(2, 0.75), 1e-6);
        Assert.Equal(1.6, (s_independent with { Monotone = true }).Velocity(2, 0.75), 1e-6);
    }

    [Theory]
    [InlineData(false, 0, 1.5, 2.75)]
    [InlineData(true, 0, 1.5, 2.75)]
    [InlineData(false, 0.1, 1.492629, 2.761057)]
    [InlineData(true, 0.1, 1.492629, 2.761057)]
    public void Solve_GaussianFlow_PushesAsTheClosedFormSays(bool monotone, double sigma, double low, double high)
    {
        var pushed = new GaussianFlow(monotone, sigma).Push(OdeMethod.RungeKutta4, 64, -1, 0, 1.5f);

        Assert.Equal([low, 2, high], pushed.Select(v => (double)v), (a, b) => Math.Abs(a - b) < 5e-6);
    }

    [Theory]
    [InlineData(1, 2.0)]
    [InlineData(2, 1.8)]
    [InlineData(4, 1.659459)]
    [InlineData(10, 1.569217)]
    [InlineData(50, 1.514603)]
    public void Solve_Euler_ErrsAsMuchAsTheReference(int steps, double end) =>
        Assert.Equal(end, s_independent.Push(OdeMethod.Euler, steps, -1)[0], 5e-6);

    [Theory]
    [InlineData(OdeMethod.Euler, 64, 1)]
    [InlineData(OdeMethod.Midpoint, 16, 2)]
    [InlineData(OdeMethod.Heun, 16, 2)]
    [InlineData(OdeMethod.RungeKutta4, 4, 4)]
    public void Solve_HalfTheStep_ErrsByItsOrderLess(OdeMethod method, int steps, int order) // dx/dt = x·cos t, so x(1) = x(0)·e^sin 1
    {
        double Error(int n) => Math.Abs(new OdeSolver(method, n).Solve(
            (x, t) => [(float)(x[0] * Math.Cos(t))], [1], 1, CancellationToken.None)[0] - Math.Exp(Math.Sin(1)));

        Assert.Equal(order, Math.Log2(Error(steps) / Error(2 * steps)), 0.2);
    }

    [Theory]
    [InlineData(OdeMethod.Euler, 7)]
    [InlineData(OdeMethod.Midpoint, 14)]
    [InlineData(OdeMethod.Heun, 14)]
    [InlineData(OdeMethod.RungeKutta4, 28)]
    public void Evaluations_OfAMethod_AreThoseMade(OdeMethod method, int evaluations)
    {
        var (solver, made) = (new OdeSolver(method, 7), 0);

        solver.Solve((x, _) => { made++; return x; }, [1, 2], end: 1, CancellationToken.None);

        Assert.Equal((evaluations, evaluations), (made, solver.Evaluations));
    }

    [Fact]
    public void Solve_EndEarlier_StopsOnTheWay() // dx/dt = 2t, so x(½) = x(0) + ¼
    {
        float[] start = [3, -1];

        var end = new OdeSolver(OdeMethod.Midpoint, 4).Solve(
            (x, t) => [.. x.Select(_ => (float)(2 * t))], start, 0.5, CancellationToken.None);

        Assert.Equal([3.25f, -0.75f], end);
        Assert.Equal([3, -1], start);
    }

    [Fact]
    public void Solve_Cancelled_StopsBetweenSteps()
    {
        using var cancellation = new CancellationTokenSource();
        var made = 0;
        float[] Field(float[] x, double t)
        {
            if (++made == 3)
                cancellation.Cancel();
            return x;
        }

        Assert.Throws<OperationCanceledException>(() => new OdeSolver(OdeMethod.Euler, 10).Solve(Field, [1], 1, cancellation.Token));

        Assert.Equal(3, made);
    }

    [Fact]
    public void Solve_WithoutSteps_Throws() => Assert.Throws<ArgumentOutOfRangeException>(
        () => new OdeSolver(OdeMethod.Euler, 0).Solve((x, _) => x, [1], 1, CancellationToken.None));
}
