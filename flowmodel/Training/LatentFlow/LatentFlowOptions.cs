using PreferenceFlow.FlowModel.LatentFlow;
using PreferenceFlow.Training.Loop;

namespace PreferenceFlow.Training.LatentFlow;

/// <summary>How a latent flow is trained and served.</summary>
public sealed record LatentFlowOptions
{
    /// <summary>Coordinates that the features of a text are projected to, at least 0: 0 takes the encoder's measures alone.</summary>
    public int Projected { get; init; } = 192;

    /// <summary>Hidden units of the network.</summary>
    public int Width { get; init; } = 256;

    /// <summary>Residual blocks.</summary>
    public int Depth { get; init; } = 3;

    /// <summary>σ of the path's noise as a share of a coordinate's standard deviation, at least 0.</summary>
    public double Noise { get; init; } = 0.01;

    /// <summary>Share of the pairs whose prompt the network is not told, 0 to 1: what guidance needs.</summary>
    public double PromptDropout { get; init; } = 0.1;

    public CouplingKind Coupling { get; init; }

    /// <summary>Pairs of one prompt that are drawn together where they are coupled within it, at least 1.</summary>
    public int PairsTogether { get; init; } = 8;

    /// <summary>Pairs of one step, at least 1.</summary>
    public int BatchPairs { get; init; } = 256;

    /// <summary>How the flow is solved when it is served.</summary>
    public OdeSolver Solver { get; init; } = new(OdeMethod.Midpoint, 8);

    /// <summary>Guidance when it is served, at least 0; 1 for the learned flow.</summary>
    public double Guidance { get; init; } = 1;

    public LoopOptions Loop { get; init; } = new()
    {
        Steps = 800, MaxTime = TimeSpan.FromMinutes(10), LearningRate = 1e-3, WarmUp = 50, WeightDecay = 0.05, Ema = 0.99, Patience = 3,
    };
}
