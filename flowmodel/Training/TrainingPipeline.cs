using System.Text.Json;
using PreferenceFlow.FlowModel.Bundles;
using PreferenceFlow.FlowModel.EditFlow;
using PreferenceFlow.FlowModel.Onnx;
using PreferenceFlow.FlowModel.Text;
using PreferenceFlow.Training.Data;
using PreferenceFlow.Training.EditFlow;
using PreferenceFlow.Training.Evaluation;
using PreferenceFlow.Training.Export;
using PreferenceFlow.Training.Loop;
using PreferenceFlow.Training.Networks;
using PreferenceFlow.Training.Reports;
using PreferenceFlow.Training.Rewards;
using static TorchSharp.torch;

namespace PreferenceFlow.Training;

/// <summary>The offline flow from pairs to a bundle.</summary>
/// <remarks>
/// (1) split        pairs by source into training, validation and held-out ones
/// (2) tokenizer    byte-level BPE on the training pairs
/// (3) ensemble     reward members on resamples, calibrated on the validation pairs
/// (4) flow         the edit flow on aligned segments, by soft preferences if told
/// (5) export       both as ONNX, into a directory that is not a bundle yet
/// (6) gate         price of an edit and margin, chosen on the validation pairs
/// (7) evaluate     on the held-out pairs, through the aligner that the service runs
/// (8) complete     golden cases, report and manifest; then the rename that makes it a bundle
/// </remarks>
public sealed class TrainingPipeline(TrainingOptions options, ITrainingObserver observer)
{
    /// <summary>Answers replayed at every load, half of them rejected ones, half good ones.</summary>
    private const int GoldenCases = 12;

    /// <summary>File of the run directory that lists the pairs whose label the ensemble doubts.</summary>
    private const string SuspectPairs = "suspect-pairs.json";

    /// <summary>Batches that the flow is validated on.</summary>
    private const int ValidationBatches = 8;

    internal const string NothingToLearn =
        "No pair is near enough to learn edits from: chosen texts must be edited versions of the rejected ones, in prose.";

    /// <summary>Trains and writes the bundle.</summary>
    /// <param name="pairs">The pairs, all of them.</param>
    /// <param name="dataSha256">Hash of the files they came from.</param>
    /// <exception cref="TrainingFailedException">The pairs do not suffice, the loss is not finite, or the rewards are not calibrated as asked.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; checkpoints were written.</exception>
    public EvaluationReport? Run(IReadOnlyList<PreferencePair> pairs, string dataSha256, CancellationToken cancellationToken)
    {
        if (TrainingOptionsRules.Problems(options) is { Count: > 0 } problems)
            throw new TrainingFailedException(string.Join(' ', problems));
        BundleWriter.RequireReplaceable(options.Output);
        var learned = new { options.Seed, options.HeldOut, options.Validation, options.Flow, options.Rewards };
        var run = new RunDirectory(options.RunDirectory, $"{dataSha256} {JsonSerializer.Serialize(learned)}", options.Resume);
        var split = PairParts.Of(pairs, new PairSplit { Validation = options.Validation, Test = options.HeldOut, Seed = options.Seed });                       // :: (1)
        observer.OnMessage($"{pairs.Count} pairs: {split.Training.Count} for training, {split.Validation.Count} for validation, {split.HeldOut.Count} held out");
        if (split.Training.Count == 0 || split.Validation.Count == 0)
            throw new TrainingFailedException($"{pairs.Count} pairs do not suffice: {split.Training.Count} are left for training and {split.Validation.Count} for validation.");

        var tokenizer = ByteBpeTokenizer.Train(                                                                   // :: (2)
            split.Training.SelectMany(p => new[] { p.Prompt, p.Rejected, p.Chosen }).Select(TextEditor.Spaced), options.Flow.Vocabulary);
        var ensemble = TrainEnsemble(split, run, cancellationToken);                                              // :: (3)
        var flow = TrainFlow(Soften(split, ensemble, cancellationToken), tokenizer, run, cancellationToken);      // :: (4)

        using var writer = new BundleWriter(options.Output);                                                      // :: (5)
        writer.Add(tokenizer);
        writer.Add(BundleFiles.FlowBody, EditFlowExporter.Body(flow));
        writer.Add(BundleFiles.FlowHeads, EditFlowExporter.Heads(flow));
        writer.Add(BundleFiles.Rewards, ensemble.Network);
        var settings = new BundleSettings
        {
            Flow = flow.Shape, Encoder = ensemble.Encoder, Calibration = ensemble.Calibration, Proposals = options.Proposals, Gate = options.Gate,
            HeldOut = options.HeldOut, Validation = options.Validation,
        };
        writer.Add(BundleFiles.Settings, settings);
        using (var ungated = Draft(writer, dataSha256))                                                           // :: (6)
        {
            var (proposals, priced) = GateCalibration.FitEdits(ungated, options.Gate, split.Validation, options.EditCosts, cancellationToken);
            var (gate, changed) = GateCalibration.FitMargin(ungated, proposals, priced, split.Validation, options.GoodChanged, cancellationToken);
            observer.OnMessage(
                $"gate: {changed:P1} of the good texts changed ({options.GoodChanged:P1} allowed) at margin {gate.MinGain:F2} logits, edit cost {gate.EditCost:F0}, {(proposals.DeletionLevels.Count > 0 ? "with" : "without")} chains that only delete");
            writer.Add(BundleFiles.Settings, settings with { Gate = gate, Proposals = proposals });
        }

        using var bundle = Draft(writer, dataSha256);
        var report = Evaluate(bundle, split, run, cancellationToken);                                             // :: (7)
        RequireCalibrated(report);
        if (report is not null)
        {
            writer.Add(BundleFiles.Report, ReportFiles.Json(report));
            writer.Add(BundleFiles.ReportPage, ReportFiles.Page(report));
        }

        var examples = split.Validation.Take(GoldenCases / 2).ToList();                                           // :: (8)
        writer.Add(BundleFiles.Golden, examples.Select(p => GoldenCase.Record(bundle.Aligner, p.Prompt, p.Rejected))
            .Concat(examples.Select(p => GoldenCase.Record(bundle.Aligner, p.Prompt, p.Chosen))).ToList());
        writer.Complete(writer.Describe(options.Seed, dataSha256, report?.Headline() ?? new Dictionary<string, double>()));
        return report;
    }

    private ModelBundle Draft(BundleWriter writer, string dataSha256) =>
        ModelBundle.LoadUnchecked(writer.Temporary, writer.Describe(options.Seed, dataSha256, new Dictionary<string, double>()), new OnnxOptions());

    private EvaluationReport? Evaluate(ModelBundle bundle, PairParts split, RunDirectory run, CancellationToken cancellationToken)
    {
        if (split.HeldOut.Count == 0)
            return null;
        observer.OnMessage("evaluate: held-out pairs through the exported networks");
        var report = new Evaluator(split.Training, options.Seed).Evaluate(bundle, split.HeldOut, cancellationToken);
        return report with { Training = TrainingCurve.Of(run.Recorded()), Examples = options.Examples ? report.Examples : null };
    }

    private TrainedEnsemble TrainEnsemble(PairParts split, RunDirectory run, CancellationToken cancellationToken)
    {
        var settings = options.Rewards with { Loop = options.Rewards.Loop with { Seed = options.Seed } };
        var ensemble = new EnsembleTrainer(settings, observer).OnSegments(split.Training, split.Validation, run, cancellationToken);
        run.Write(SuspectPairs, ensemble.Suspects);
        return ensemble;
    }

    private void RequireCalibrated(EvaluationReport? report)
    {
        if (report is not null && options.Rewards.MaxCalibrationError is { } most && report.RewardEce > most)
        {
            throw new TrainingFailedException(
                $"The rewards' expected calibration error on held-out pairs is {report.RewardEce:F3}; at most {most} is asked for. No bundle was written.");
        }
    }

    private PairParts Soften(PairParts split, TrainedEnsemble ensemble, CancellationToken cancellationToken)
    {
        if (options.Flow.TurnBelow is not { } turnBelow)
            return split;
        using var rewards = ensemble.Open(new OnnxOptions());
        var soft = new SoftPreferences(rewards, options.Seed, turnBelow).Of(split.Training, cancellationToken);
        observer.OnMessage($"soft preferences: {split.Training.Count - soft.Count} of {split.Training.Count} pairs left out");
        return split with { Training = soft };
    }

    private EditFlowNet TrainFlow(PairParts split, ByteBpeTokenizer tokenizer, RunDirectory run, CancellationToken cancellationToken)
    {
        manual_seed(options.Seed);
        var settings = options.Flow with { Loop = options.Flow.Loop with { Seed = options.Seed } };
        var shape = new EditFlowShape { Vocabulary = tokenizer.VocabularySize, Width = settings.Width, Depth = settings.Depth, Heads = settings.Heads };
        var builder = new EditExampleBuilder(tokenizer, shape, settings);
        var (training, validation) = (builder.Build(split.Training), builder.Build(split.Validation));
        observer.OnMessage($"edit-flow: {training.Count} segments to learn from ({builder.TooLong} too long and {builder.TooFar} too far versions left out)");
        if (training.Count == 0 || validation.Count == 0)
            throw new TrainingFailedException(NothingToLearn);

        var net = new EditFlowNet(shape, settings.Dropout);
        var held = new EditFlowBatcher(validation, shape, settings, options.Seed);
        var task = new EditFlowTask(
            net, new EditFlowBatcher(training, shape, settings, options.Seed).Next, [.. Enumerable.Range(0, ValidationBatches).Select(held.Next)], ParallelGradient.TakeCores());
        new TrainingLoop(settings.Loop, run, observer).Run(task, cancellationToken);
        return net;
    }
}
