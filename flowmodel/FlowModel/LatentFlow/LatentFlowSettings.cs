namespace PreferenceFlow.FlowModel.LatentFlow;

/// <summary>How a latent flow is served, beside its network.</summary>
public sealed record LatentFlowSettings
{
    /// <summary>Scale of the vectors that the flow moves, D coordinates.</summary>
    public required CoordinateScale Latents { get; init; }

    /// <summary>Scale of the vectors that it is conditioned on, C coordinates.</summary>
    public required CoordinateScale Conditions { get; init; }

    /// <value>The default is ten steps of the midpoint method.</value>
    public OdeSolver Solver { get; init; } = new(OdeMethod.Midpoint, 10);

    /// <summary>
    /// w in v = v(x) + w·(v(x, c) − v(x)) (classifier-free guidance, arXiv 2207.12598), at least 0: 0 forgets the condition, 1 is the
    /// learned flow and costs half of any other.
    /// </summary>
    /// <value>The default is 1.</value>
    public double Guidance { get; init; } = 1;
}
