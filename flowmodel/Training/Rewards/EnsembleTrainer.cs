using System.Text.Json;
using PreferenceFlow.FlowModel.Encoding;
using PreferenceFlow.FlowModel.Encoding.Embeddings;
using PreferenceFlow.FlowModel.Rewards;
using PreferenceFlow.Training.Data;
using PreferenceFlow.Training.EditFlow;
using PreferenceFlow.Training.Export;
using PreferenceFlow.Training.Loop;
using PreferenceFlow.Training.Networks;
using static TorchSharp.torch;

namespace PreferenceFlow.Training.Rewards;

/// <summary>Trains and calibrates a reward ensemble.</summary>
/// <param name="options">Members, losses and loop; the loop's seed decides initial weights, batches and resamples.</param>
/// <param name="observer">Hears of progress.</param>
/// <param name="embeddings">Where an upstream's embeddings come from; null suffices for every other encoder.</param>
public sealed class EnsembleTrainer(RewardOptions options, ITrainingObserver observer, IEmbeddingSource? embeddings = null)
{
    /// <summary>Most texts that the length curve is fitted to.</summary>
    private const int CurveTexts = 4000;

    /// <summary>On whole answers to their prompts: the ensemble that chooses among candidates.</summary>
    /// <param name="training">Pairs to learn from.</param>
    /// <param name="validation">Pairs to stop and calibrate on, of other prompts.</param>
    /// <param name="runDirectory">Where checkpoints go.</param>
    /// <param name="cancellationToken">Cancels between two steps.</param>
    /// <exception cref="TrainingFailedException">There are no pairs, or the loss is not finite.</exception>
    public TrainedEnsemble OnAnswers(
        IReadOnlyList<PreferencePair> training, IReadOnlyList<PreferencePair> validation, string runDirectory,
        CancellationToken cancellationToken) =>
        OnAnswers(training, validation, new RunDirectory(runDirectory, JsonSerializer.Serialize(options), resume: false), cancellationToken);

    /// <inheritdoc cref="OnAnswers(IReadOnlyList{PreferencePair}, IReadOnlyList{PreferencePair}, string, CancellationToken)"/>
    internal TrainedEnsemble OnAnswers(
        IReadOnlyList<PreferencePair> training, IReadOnlyList<PreferencePair> validation, RunDirectory run, CancellationToken cancellationToken)
    {
        if (training.Count == 0 || validation.Count == 0)
            throw new TrainingFailedException($"{training.Count} pairs for training and {validation.Count} for validation do not suffice.");
        var fitted = FittedEncoder.Fit(
            options, [.. training.SelectMany(RewardExamples.Texts)], FittedEncoder.Words(options, training, wholeAnswers: true), embeddings,
            cancellationToken);
        var encoder = fitted.Create();
        using var owned = encoder as IDisposable;
        IReadOnlyList<TextFeatures> Read(IReadOnlyList<PromptedText> texts)
        {
            observer.OnMessage($"answer-rewards: reads {texts.Count} texts");
            return FittedEncoder.Read(encoder, embeddings, texts, cancellationToken);
        }

        return Train(
            "answer-rewards", fitted, encoder, RewardExamples.Answers(training, Read), RewardExamples.Answers(validation, Read), run,
            cancellationToken);
    }

    /// <summary>On segments that differ and on damaged ones: the ensemble that judges edits.</summary>
    internal TrainedEnsemble OnSegments(
        IReadOnlyList<PreferencePair> training, IReadOnlyList<PreferencePair> validation, RunDirectory run, CancellationToken cancellationToken)
    {
        IReadOnlyList<PreferencePair> alone = [.. training.Select(p => p with { Prompt = "" })];
        var fitted = FittedEncoder.Fit(
            options, [.. alone.SelectMany(RewardExamples.Texts)], FittedEncoder.Words(options, alone, wholeAnswers: false), source: null,
            cancellationToken);
        var encoder = (ITextEncoder)fitted.Create();
        using var owned = encoder as IDisposable;
        var examples = RewardExamples.FromPairs(training, encoder);
        examples.AddRange(RewardExamples.Damaged(training, encoder, options.DamagedShare, options.Loop.Seed));
        return Train("rewards", fitted, encoder, examples, RewardExamples.FromPairs(validation, encoder), run, cancellationToken);
    }

    private TrainedEnsemble Train(
        string name, FittedEncoder fitted, IFeatureEncoder encoder, List<RewardExample> training, List<RewardExample> validation,
        RunDirectory run, CancellationToken cancellationToken)
    {
        if (training.Count == 0 || validation.Count == 0)
            throw new TrainingFailedException(EditTraining.NothingToLearn);
        using var scope = NewDisposeScope();
        var task = Fit(name, encoder, training, validation, run, cancellationToken);
        var calibration = Calibrate(task, training, validation);
        var doubts = Margins(task, calibration, training);
        var suspects = SuspectPair.Lowest([.. doubts.Where(d => d.Line > 0)], options.SuspectShare);
        if (options.SuspectWeight < 1 && suspects.Count > 0)
        {
            var limit = suspects[^1].Margin;
            observer.OnMessage($"rewards: once more, with {suspects.Count} doubted pairs at weight {options.SuspectWeight}");
            task = Fit(
                name, encoder,
                [.. training.Zip(doubts, (e, d) => d.Line > 0 && d.Margin <= limit ? e with { Weight = e.Weight * options.SuspectWeight } : e)],
                validation, run.Again(), cancellationToken);
            calibration = Calibrate(task, training, validation);
        }

        observer.OnMessage($"{name}: what the pairs say of the last layer");
        var gains = Margins(task, calibration, training).Select(m => m.Margin).ToList();
        var positions = LastLayerFisher.Positions(task, training, gains, options.Loop.Seed);
        return new(RewardExporter.Export((RewardNet)task.Network, positions), fitted.Settings, calibration, suspects) { EncoderFiles = fitted.Files };
    }

    private RewardTask Fit(
        string name, IFeatureEncoder encoder, IReadOnlyList<RewardExample> training, IReadOnlyList<RewardExample> validation, RunDirectory run,
        CancellationToken cancellationToken)
    {
        manual_seed(options.Loop.Seed);
        var net = new RewardNet(new(encoder.Rows, options.Members, options.Units, encoder.Measures, options.MeasureUnits));
        var task = new RewardTask(name, net, training, validation, options);
        new TrainingLoop(options.Loop, run, observer).Run(task, cancellationToken);
        return task;
    }

    private Calibration Calibrate(RewardTask task, IReadOnlyList<RewardExample> training, IReadOnlyList<RewardExample> validation)
    {
        var differences = task.Differences(validation).ToList();
        var curve = options.LengthFree ? FitLength(task, training) : null;
        if (curve is not null)
            differences = [.. differences.Zip(validation, (d, e) => d.Select((v, m) => (float)(v - Worth(curve, m, e))).ToArray())];
        return Calibration.Fit(differences, [.. validation.Select(e => e.Agreement)]) with { Length = curve };
    }

    private static double Worth(LengthCurve? curve, int member, RewardExample example) =>
        curve is null ? 0 : curve.At(member, example.Chosen.Length) - curve.At(member, example.Rejected.Length);

    private LengthCurve FitLength(RewardTask task, IReadOnlyList<RewardExample> training)
    {
        var texts = training.SelectMany(e => new[] { e.Chosen, e.Rejected }).Distinct(ReferenceEqualityComparer.Instance).Cast<TextFeatures>().ToArray();
        new Random(options.Loop.Seed).Shuffle(texts);
        texts = texts[..Math.Min(CurveTexts, texts.Length)];
        return LengthCurve.Fit([.. texts.Select(t => t.Length)], [.. task.Rewards(texts)]);
    }

    private static List<SuspectPair> Margins(RewardTask task, Calibration calibration, IReadOnlyList<RewardExample> examples) =>
        [.. task.Differences(examples).Zip(examples, (differences, example) =>
        {
            var members = calibration.Apply([.. differences.Select((d, m) => d - Worth(calibration.Length, m, example))]);
            return new SuspectPair(example.Line, members.Average(), Pessimism.Deviation(members));
        })];
}
