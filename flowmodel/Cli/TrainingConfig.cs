using System.Text.Json;
using PreferenceFlow.FlowModel.Bundles;
using PreferenceFlow.FlowModel.Decisions;
using PreferenceFlow.FlowModel.EditFlow;
using PreferenceFlow.FlowModel.Selection;
using PreferenceFlow.Training;
using PreferenceFlow.Training.EditFlow;
using PreferenceFlow.Training.LatentFlow;
using PreferenceFlow.Training.Loop;
using PreferenceFlow.Training.Rewards;

namespace PreferenceFlow.Cli;

/// <summary>The part of the training options that a JSON file may set; every field may be left out, none may be misspelt.</summary>
internal sealed record TrainingConfig
{
    /// <inheritdoc cref="TrainingOptions.HeldOut"/>
    public double HeldOut { get; init; } = 0.1;

    /// <inheritdoc cref="TrainingOptions.Validation"/>
    public double Validation { get; init; } = 0.05;

    public EditFlowOptions Flow { get; init; } = new();

    /// <inheritdoc cref="TrainingOptions.Transforms"/>
    public IReadOnlyList<Transform> Transforms { get; init; } = [Transform.Edit, Transform.Select];

    /// <inheritdoc cref="TrainingOptions.Rewards"/>
    public RewardOptions Rewards { get; init; } = new();

    /// <inheritdoc cref="TrainingOptions.AnswerRewards"/>
    public AnswerRewardOptions AnswerRewards { get; init; } = new();

    public SelectionOptions Selection { get; init; } = new();

    /// <inheritdoc cref="TrainingOptions.Objectives"/>
    public ObjectiveOptions Objectives { get; init; } = new();

    /// <inheritdoc cref="TrainingOptions.LatentFlow"/>
    public LatentFlowOptions? LatentFlow { get; init; } = new();

    /// <inheritdoc cref="TrainingOptions.ExamplePairs"/>
    public int ExamplePairs { get; init; } = 300;

    public ProposalOptions Proposals { get; init; } = new();

    public GateOptions Gate { get; init; } = new();

    /// <inheritdoc cref="TrainingOptions.EditCosts"/>
    public IReadOnlyList<double> EditCosts { get; init; } = [5, 12, 25];

    /// <inheritdoc cref="TrainingOptions.GoodChanged"/>
    public double GoodChanged { get; init; } = 0.02;

    /// <exception cref="TrainingFailedException">The file is missing or not such a configuration; the message names file and place.</exception>
    public static TrainingConfig Load(FileInfo? file)
    {
        if (file is null)
            return new();
        try
        {
            var config = JsonSerializer.Deserialize<TrainingConfig>(File.ReadAllText(file.FullName), BundleFiles.Json)
                ?? throw new TrainingFailedException($"{file}: is null; an object was expected.");
            var problems = TrainingOptionsRules.Problems(config.ToOptions("", "", resume: false, seed: 1));
            return problems.Count == 0 ? config : throw new TrainingFailedException($"{file}: {string.Join(' ', problems)}");
        }
        catch (Exception exception) when (exception is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new TrainingFailedException($"{file}: {exception.Message}");
        }
    }

    /// <summary>With a limit on the time of all training steps together, shared out among the networks that are trained.</summary>
    public TrainingConfig WithMinutes(double? minutes)
    {
        if (minutes is not { } limit)
            return this;
        var edits = Transforms.Contains(Transform.Edit) ? 3.0 : 0; // parts of the time, beside one part for choosing
        var selects = Transforms.Contains(Transform.Select) ? 1.0 : 0;
        TimeSpan Share(double parts) => TimeSpan.FromMinutes(limit * parts / Math.Max(1, edits + selects));
        return this with
        {
            Flow = Flow with { Loop = Flow.Loop with { MaxTime = Share(0.8 * edits) } },
            Rewards = Rewards with { Loop = Rewards.Loop with { MaxTime = Share(0.2 * edits) } },
            AnswerRewards = AnswerRewards with { Loop = AnswerRewards.Loop with { MaxTime = Share(0.5 * selects) } },
            LatentFlow = LatentFlow is null ? null : LatentFlow with { Loop = LatentFlow.Loop with { MaxTime = Share(0.3 * selects) } },
            Objectives = Objectives with { Loop = Objectives.Loop with { MaxTime = Share(0.2 * selects) } },
        };
    }

    public TrainingOptions ToOptions(string output, string run, bool resume, int seed) => new()
    {
        Output = output, RunDirectory = run, Resume = resume, Seed = seed, HeldOut = HeldOut, Validation = Validation,
        Flow = Flow, Rewards = Rewards, Transforms = Transforms, AnswerRewards = AnswerRewards, Selection = Selection,
        Objectives = Objectives, LatentFlow = LatentFlow, ExamplePairs = ExamplePairs, Proposals = Proposals, Gate = Gate, EditCosts = EditCosts, GoodChanged = GoodChanged,
    };

    public string ToJson() => JsonSerializer.Serialize(this, BundleFiles.Json);
}
