using PreferenceFlow.FlowModel.Decisions;
using PreferenceFlow.FlowModel.EditFlow;
using PreferenceFlow.FlowModel.Selection;
using PreferenceFlow.Training.EditFlow;
using PreferenceFlow.Training.LatentFlow;
using PreferenceFlow.Training.Rewards;

namespace PreferenceFlow.Training;

/// <summary>Everything that decides what comes out of training, apart from the pairs.</summary>
public sealed record TrainingOptions
{
    /// <summary>Where the bundle is written.</summary>
    public required string Output { get; init; }

    /// <summary>Where checkpoints and metrics are kept.</summary>
    public required string RunDirectory { get; init; }

    /// <summary>Go on from the checkpoints in <see cref="RunDirectory"/>.</summary>
    public bool Resume { get; init; }

    /// <summary>Seed of split, initial weights, batches and resamples.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Share of the sources that no training sees and that the report is measured on, 0 to below 1.</summary>
    public double HeldOut { get; init; } = 0.1;

    /// <summary>Share of the sources for early stopping and calibration, above 0.</summary>
    public double Validation { get; init; } = 0.05;

    /// <summary>What the bundle shall be able to do, at least one.</summary>
    /// <value>The default is both; where no pair is near enough to learn edits from, it only selects.</value>
    public IReadOnlyList<Transform> Transforms { get; init; } = [Transform.Edit, Transform.Select];

    public EditFlowOptions Flow { get; init; } = new();

    /// <summary>The ensemble on segments, which judges edits.</summary>
    public RewardOptions Rewards { get; init; } = new();

    /// <summary>The ensemble on whole answers beside their prompts, which chooses among several.</summary>
    public AnswerRewardOptions AnswerRewards { get; init; } = new();

    public ProposalOptions Proposals { get; init; } = new();

    /// <summary>The gate to start from; its edit cost and margin are chosen on the validation pairs.</summary>
    public GateOptions Gate { get; init; } = new();

    public SelectionOptions Selection { get; init; } = new();

    /// <summary>Rewards by objective or group of annotators, trained where the pairs carry enough of at least two.</summary>
    public ObjectiveOptions Objectives { get; init; } = new();

    /// <summary>The latent flow, which votes among answers where that is worth something, and finds examples; null for none.</summary>
    public LatentFlowOptions? LatentFlow { get; init; } = new();

    /// <summary>
    /// Most training pairs that the bundle holds as examples for the mode <c>revise</c>, which shows some of them to the upstream, at
    /// least 0; 0 for none.
    /// </summary>
    public int ExamplePairs { get; init; } = 300;

    /// <summary>Edit costs tried, in logits for each unit of dissimilarity; the one that comes nearest to the chosen texts is taken.</summary>
    public IReadOnlyList<double> EditCosts { get; init; } = [5, 12, 25];

    /// <summary>Share of the good validation texts that may be changed, 0 to 1; 1 keeps the margin as given.</summary>
    public double GoodChanged { get; init; } = 0.02;

    /// <summary>Shows held-out texts in the report.</summary>
    public bool Examples { get; init; } = true;
}
