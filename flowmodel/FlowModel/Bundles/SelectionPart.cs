using PreferenceFlow.FlowModel.LatentFlow;
using PreferenceFlow.FlowModel.Onnx;
using PreferenceFlow.FlowModel.Rewards;
using PreferenceFlow.FlowModel.Selection;

namespace PreferenceFlow.FlowModel.Bundles;

/// <summary>The part of a bundle that chooses among whole answers. Owns its networks.</summary>
public sealed class SelectionPart : IDisposable
{
    private SelectionPart(SelectionSettings settings, RewardEnsemble rewards, AnswerFlow? flow, IReadOnlyList<PreferredExample> examples)
    {
        (Settings, Rewards, Flow) = (settings, rewards, flow);
        Selector = SelectorWith(settings.Options);
        Examples = flow is null || examples.Count == 0 ? null : new(examples, flow);
    }

    public SelectionSettings Settings { get; }

    public RewardEnsemble Rewards { get; }

    /// <summary>Moves answers in their latent space; null where the bundle has no flow.</summary>
    public AnswerFlow? Flow { get; }

    public ISelector Selector { get; }

    /// <summary>Finds examples of what people prefer; null where the bundle has none.</summary>
    public ExampleIndex? Examples { get; }

    /// <summary>The selector with other thresholds than the bundle's own.</summary>
    public ISelector SelectorWith(SelectionOptions options) => new Selector(Rewards, Flow, new SelectionGate(options));

    public void Dispose()
    {
        Rewards.Dispose();
        Flow?.Dispose();
    }

    internal static IReadOnlyList<string> FilesOf(SelectionSettings settings) =>
        [BundleFiles.AnswerRewards, .. settings.Encoder.Files, .. settings.Flow is null ? Array.Empty<string>() : [BundleFiles.LatentFlow, BundleFiles.Examples]];

    /// <exception cref="BundleException">A file is not what the settings ask for; the message names it.</exception>
    internal static SelectionPart Load(string directory, SelectionSettings settings, OnnxOptions options)
    {
        var rewards = BundleFiles.OpenRewards(directory, BundleFiles.AnswerRewards, settings.Encoder, settings.Calibration, options);
        if (settings.Flow is not { } flow)
            return new(settings, rewards, null, []);
        try
        {
            var examples = BundleFiles.Read<List<PreferredExample>>(directory, BundleFiles.Examples);
            return new(settings, rewards, OpenFlow(directory, settings, flow, options), examples);
        }
        catch
        {
            rewards.Dispose();
            throw;
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
