using PreferenceFlow.FlowModel.LatentFlow;
using PreferenceFlow.FlowModel.Onnx;
using PreferenceFlow.FlowModel.Rewards;
using PreferenceFlow.FlowModel.Selection;

namespace PreferenceFlow.FlowModel.Bundles;

/// <summary>The part of a bundle that chooses among whole answers. Owns its networks.</summary>
public sealed class SelectionPart : IDisposable
{
    private SelectionPart(
        SelectionSettings settings, RewardEnsemble rewards, ObjectiveRewards? objectives, AnswerFlow? flow, IReadOnlyList<PreferredExample> examples)
    {
        (Settings, Rewards, Objectives, Flow) = (settings, rewards, objectives, flow);
        Selector = SelectorWith(settings.Options);
        Examples = flow is null || examples.Count == 0 ? null : new(examples, flow);
    }

    public SelectionSettings Settings { get; }

    public RewardEnsemble Rewards { get; }

    /// <summary>What answers are worth to several objectives or groups; null where the bundle has none.</summary>
    public ObjectiveRewards? Objectives { get; }

    /// <summary>Moves answers in their latent space; null where the bundle has no flow.</summary>
    public AnswerFlow? Flow { get; }

    public ISelector Selector { get; }

    /// <summary>Finds examples of what people prefer; null where the bundle has none.</summary>
    public ExampleIndex? Examples { get; }

    /// <summary>The selector with other thresholds than the bundle's own.</summary>
    /// <exception cref="ArgumentException">They ask for a group rule and there are no objectives.</exception>
    public ISelector SelectorWith(SelectionOptions options) => new Selector(Rewards, Flow, new SelectionGate(options), Objectives);

    public void Dispose()
    {
        Rewards.Dispose();
        Objectives?.Dispose();
        Flow?.Dispose();
    }

    internal static IReadOnlyList<string> FilesOf(SelectionSettings settings) =>
    [
        BundleFiles.AnswerRewards, .. settings.Encoder.Files,
        .. settings.Objectives is null ? Array.Empty<string>() : [BundleFiles.Objectives],
        .. settings.Flow is null ? Array.Empty<string>() : [BundleFiles.LatentFlow, BundleFiles.Examples],
    ];

    /// <exception cref="BundleException">A file is not what the settings ask for; the message names it.</exception>
    internal static SelectionPart Load(string directory, SelectionSettings settings, OnnxOptions options)
    {
        if (settings is { Objectives: null, Options.Groups: not GroupRule.None })
            throw new BundleException($"{BundleFiles.Settings}: selection chooses by groups ({settings.Options.Groups}) and has no objectives.");
        var rewards = BundleFiles.OpenRewards(directory, BundleFiles.AnswerRewards, settings.Encoder, settings.Calibration, options);
        ObjectiveRewards? objectives = null;
        try
        {
            objectives = settings.Objectives is { } named ? OpenObjectives(directory, named, options) : null;
            if (settings.Flow is not { } flow)
                return new(settings, rewards, objectives, null, []);
            var examples = BundleFiles.Read<List<PreferredExample>>(directory, BundleFiles.Examples);
            return new(settings, rewards, objectives, OpenFlow(directory, settings, flow, options), examples);
        }
        catch
        {
            rewards.Dispose();
            objectives?.Dispose();
            throw;
        }
    }

    private static ObjectiveRewards OpenObjectives(string directory, ObjectiveSettings settings, OnnxOptions options)
    {
        var heads = BundleFiles.OpenRewards(directory, BundleFiles.Objectives, settings.Encoder, settings.Calibration, options);
        try
        {
            return new(settings.Names, heads);
        }
        catch (ArgumentException exception)
        {
            heads.Dispose();
            throw new BundleException($"{BundleFiles.Settings}: {exception.Message}", exception);
        }
    }

    private static AnswerFlow OpenFlow(string directory, SelectionSettings settings, AnswerFlowSettings flow, OnnxOptions options)
    {
        var network = File.ReadAllBytes(Path.Combine(directory, BundleFiles.LatentFlow));
        BundleFiles.RequireOutputs(BundleFiles.LatentFlow, network, flow.Flow.Latents.Centre.Count);
        return BundleFiles.Open(BundleFiles.LatentFlow, () =>
        {
            var opened = new AnswerFlow(settings.Encoder.CreateBuiltIn(), network, flow, options);
            opened.Move("", [""], CancellationToken.None); // a network of other inputs is found now and not by a request
            return opened;
        });
    }
}
