using PreferenceFlow.FlowModel.Bundles;
using PreferenceFlow.FlowModel.EditFlow;
using PreferenceFlow.FlowModel.Onnx;
using PreferenceFlow.FlowModel.Text;
using PreferenceFlow.Training.Data;
using PreferenceFlow.Training.Evaluation;
using PreferenceFlow.Training.Export;
using PreferenceFlow.Training.Loop;
using PreferenceFlow.Training.Networks;
using PreferenceFlow.Training.Rewards;
using static TorchSharp.torch;

namespace PreferenceFlow.Training.EditFlow;

/// <summary>Trains what edits one answer and adds it to a bundle.</summary>
/// <remarks>
/// (1) tokenizer    byte-level BPE on the training pairs
/// (2) ensemble     reward members on resamples of the segments, calibrated on the validation pairs
/// (3) flow         the edit flow on aligned segments, by soft preferences if told
/// (4) export       both as ONNX
/// (5) gate         price of an edit and margin, chosen on the validation pairs
/// </remarks>
internal sealed class EditTraining(TrainingOptions options, ITrainingObserver observer)
{
    public const string NothingToLearn =
        "No pair is near enough to learn edits from: chosen texts must be edited versions of the rejected ones, in prose.";

    /// <summary>Answers replayed at every load, half of them rejected ones, half good ones.</summary>
    private const int GoldenCases = 12;

    /// <summary>File of the run directory that lists the pairs whose label the ensemble doubts.</summary>
    private const string SuspectPairs = "suspect-pairs.json";

    /// <summary>Batches that the flow is validated on.</summary>
    private const int ValidationBatches = 8;

    /// <returns>Null where no pair is near enough to learn edits from.</returns>
    /// <exception cref="TrainingFailedException">The loss is not finite.</exception>
    public EditSettings? Run(
        PairParts split, RunDirectory run, BundleWriter writer, Func<EditSettings, ModelBundle> draft, CancellationToken cancellationToken)
    {
        var tokenizer = ByteBpeTokenizer.Train(                                                                   // :: (1)
            split.Training.SelectMany(p => new[] { p.Prompt, p.Rejected, p.Chosen }).Select(TextEditor.Spaced), options.Flow.Vocabulary);
        var shape = new EditFlowShape
        {
            Vocabulary = tokenizer.VocabularySize, Width = options.Flow.Width, Depth = options.Flow.Depth, Heads = options.Flow.Heads,
        };
        var builder = new EditExampleBuilder(tokenizer, shape, options.Flow);
        var (training, validation) = (builder.Build(split.Training), builder.Build(split.Validation));
        observer.OnMessage(
            $"edit-flow: {training.Count} segments to learn from ({builder.TooLong} too long and {builder.TooFar} too far versions left out)");
        if (training.Count == 0 || validation.Count == 0)
            return null;

        var ensemble = TrainEnsemble(split, run, cancellationToken);                                              // :: (2)
        if (options.Flow.TurnBelow is { } turnBelow)                                                              // :: (3)
            training = builder.Build(Soften(split.Training, ensemble, turnBelow, cancellationToken));
        var flow = TrainFlow(shape, training, validation, run, cancellationToken);

        writer.Add(tokenizer);                                                                                    // :: (4)
        writer.Add(BundleFiles.FlowBody, EditFlowExporter.Body(flow));
        writer.Add(BundleFiles.FlowHeads, EditFlowExporter.Heads(flow));
        writer.Add(BundleFiles.Rewards, ensemble);
        var settings = new EditSettings
        {
            Flow = flow.Shape, Encoder = ensemble.Encoder, Calibration = ensemble.Calibration, Proposals = options.Proposals, Gate = options.Gate,
        };
        using var ungated = draft(settings);                                                                      // :: (5)
        return FitGate(ungated.Edit!, settings, split.Validation, cancellationToken);
    }

    /// <summary>What the finished part makes of some validation pairs.</summary>
    public static IReadOnlyList<GoldenEdit> Golden(EditPart part, PairParts split)
    {
        var examples = split.Validation.Take(GoldenCases / 2).ToList();
        return [.. examples.Select(p => GoldenEdit.Record(part.Aligner, p.Prompt, p.Rejected)),
            .. examples.Select(p => GoldenEdit.Record(part.Aligner, p.Prompt, p.Chosen))];
    }

    private TrainedEnsemble TrainEnsemble(PairParts split, RunDirectory run, CancellationToken cancellationToken)
    {
        var settings = options.Rewards with { Loop = options.Rewards.Loop with { Seed = options.Seed } };
        var ensemble = new EnsembleTrainer(settings, observer).OnSegments(split.Training, split.Validation, run, cancellationToken);
        run.Write(SuspectPairs, ensemble.Suspects);
        return ensemble;
    }

    private List<PreferencePair> Soften(
        IReadOnlyList<PreferencePair> pairs, TrainedEnsemble ensemble, double turnBelow, CancellationToken cancellationToken)
    {
        using var rewards = ensemble.Open(new OnnxOptions());
        var soft = new SoftPreferences(rewards, options.Seed, turnBelow).Of(pairs, cancellationToken);
        observer.OnMessage($"soft preferences: {pairs.Count - soft.Count} of {pairs.Count} pairs left out");
        return soft;
    }

    private EditFlowNet TrainFlow(
        EditFlowShape shape, List<EditExample[]> training, List<EditExample[]> validation, RunDirectory run,
        CancellationToken cancellationToken)
    {
        manual_seed(options.Seed);
        var settings = options.Flow with { Loop = options.Flow.Loop with { Seed = options.Seed } };
        var net = new EditFlowNet(shape, settings.Dropout);
        var held = new EditFlowBatcher(validation, shape, settings, options.Seed);
        var task = new EditFlowTask(
            net, new EditFlowBatcher(training, shape, settings, options.Seed).Next,
            [.. Enumerable.Range(0, ValidationBatches).Select(held.Next)], ParallelGradient.TakeCores());
        new TrainingLoop(settings.Loop, run, observer).Run(task, cancellationToken);
        return net;
    }

    private EditSettings FitGate(
        EditPart part, EditSettings settings, IReadOnlyList<PreferencePair> validation, CancellationToken cancellationToken)
    {
        var (proposals, priced) = GateCalibration.FitEdits(part, options.Gate, validation, options.EditCosts, cancellationToken);
        var (gate, changed) = GateCalibration.FitMargin(part, proposals, priced, validation, options.GoodChanged, cancellationToken);
        observer.OnMessage(
            $"gate: {changed:P1} of the good texts changed ({options.GoodChanged:P1} allowed) at margin {gate.MinGain:F2} logits, "
            + $"edit cost {gate.EditCost:F0}, {(proposals.DeletionLevels.Count > 0 ? "with" : "without")} chains that only delete");
        return settings with { Gate = gate, Proposals = proposals };
    }
}
