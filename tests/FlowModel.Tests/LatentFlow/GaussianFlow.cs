using PreferenceFlow.FlowModel.LatentFlow;

namespace PreferenceFlow.FlowModel.Tests.LatentFlow;

/// <summary>The velocity that carries N(0, 1) to N(2, 0.5²) in closed form, with noise of size σ on the way.</summary>
internal sealed record GaussianFlow(bool Monotone, double Sigma)
{
    private const double M0 = 0, S0 = 1, M1 = 2, S1 = 0.5;

    public double Velocity(double x, double t)
    {
        var spread = ((1 - t) * S0) + (t * S1);
        var slope = Monotone
            ? (S1 - S0) * spread / ((spread * spread) + (Sigma * Sigma))
            : ((t * S1 * S1) - ((1 - t) * S0 * S0)) / (((1 - t) * (1 - t) * S0 * S0) + (t * t * S1 * S1) + (Sigma * Sigma));
        return M1 - M0 + (slope * (x - ((1 - t) * M0) - (t * M1)));
    }

    /// <summary>Where the flow moves states.</summary>
    public float[] Push(OdeMethod method, int steps, params float[] states) => new OdeSolver(method, steps)
        .Solve((x, t) => [.. x.Select(v => (float)Velocity(v, t))], states, end: 1, CancellationToken.None);
}
