using PreferenceFlow.FlowModel.Onnx;
using PreferenceFlow.FlowModel.Rewards;
using PreferenceFlow.FlowModel.Selection;

namespace PreferenceFlow.FlowModel.Bundles;

/// <summary>The part of a bundle that chooses among whole answers. Owns its networks.</summary>
public sealed class SelectionPart : IDisposable
{
    private SelectionPart(SelectionSettings settings, RewardEnsemble rewards)
    {
        (Settings, Rewards) = (settings, rewards);
        Selector = SelectorWith(settings.Options);
    }

    public SelectionSettings Settings { get; }

    public RewardEnsemble Rewards { get; }

    public ISelector Selector { get; }

    internal static IReadOnlyList<string> Files { get; } = [BundleFiles.AnswerRewards];

    /// <summary>The selector with other thresholds than the bundle's own.</summary>
    public ISelector SelectorWith(SelectionOptions options) => new Selector(Rewards, new SelectionGate(options));

    public void Dispose() => Rewards.Dispose();

    /// <exception cref="BundleException">A file is not what the settings ask for; the message names it.</exception>
    internal static SelectionPart Load(string directory, SelectionSettings settings, OnnxOptions options) =>
        new(settings, BundleFiles.OpenRewards(directory, BundleFiles.AnswerRewards, settings.Encoder, settings.Calibration, options));
}
