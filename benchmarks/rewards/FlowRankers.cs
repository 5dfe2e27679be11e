using PreferenceFlow.FlowModel.Onnx;
using PreferenceFlow.FlowModel.Selection;
using PreferenceFlow.Training.Data;
using PreferenceFlow.Training.LatentFlow;
using PreferenceFlow.Training.Loop;
using PreferenceFlow.Training.Rewards;

namespace PreferenceFlow.RewardBenchmark;

/// <summary>The latent flow as a further voter beside the ensemble, and alone by each form of its vote.</summary>
internal static class FlowRankers
{
    /// <param name="trained">The ensemble.</param>
    /// <param name="byEnsemble">What it says of the test prompts.</param>
    /// <param name="training">Pairs the ensemble learnt from; the flow learns from them too.</param>
    /// <param name="validation">Pairs the ensemble was calibrated on; the flow stops on them, and its vote is weighed on them.</param>
    /// <param name="test">Test prompts.</param>
    /// <param name="cancellationToken">Cancels the training.</param>
    public static Dictionary<string, Ranker> Of(
        TrainedEnsemble trained, Ranker byEnsemble, IReadOnlyList<PreferencePair> training, IReadOnlyList<PreferencePair> validation,
        IReadOnlyList<JudgedPrompt> test, CancellationToken cancellationToken)
    {
        var observer = new MeasuredEnsemble.Lines();
        var flow = TemporaryRun.In(directory => new LatentFlowTrainer(new LatentFlowOptions(), observer)
            .Train(training, validation, trained.Encoder, new RunDirectory(directory, "", resume: false), cancellationToken));
        using var ensemble = trained.Open(new OnnxOptions());
        flow = new VoteTrainer(observer).Learn(flow, ensemble, validation, cancellationToken);
        using var answers = flow.Open(new OnnxOptions());
        var moved = test.ToDictionary(p => p, p => answers.Move(p.Prompt, [.. p.Candidates.Select(c => c.Text)], cancellationToken));
        Ranker By(VoteForm form) => prompt => FlowVoter.Votes(form, moved[prompt].Latents, moved[prompt].Targets);

        var votes = By(flow.Settings.Form);
        return new()
        {
            ["with_flow"] = p => [.. byEnsemble(p).Zip(votes(p), (gain, vote) => gain + (flow.Settings.VoteWeight * vote))],
            ["flow_alone"] = By(VoteForm.Rest),
            ["flow_nearness"] = By(VoteForm.Nearness),
            ["flow_advance"] = By(VoteForm.Advance),
        };
    }
}
