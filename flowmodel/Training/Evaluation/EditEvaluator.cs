using PreferenceFlow.FlowModel.Bundles;
using PreferenceFlow.FlowModel.Decisions;
using PreferenceFlow.FlowModel.EditFlow;
using PreferenceFlow.FlowModel.Rewards;
using PreferenceFlow.Training.Data;

namespace PreferenceFlow.Training.Evaluation;

/// <summary>Measures what edits on held-out pairs through the very call that the service makes, beside its baselines.</summary>
public sealed class EditEvaluator
{
    public const string Copy = "copy", Lexicon = "delete lexicon", GateOff = "flow, gate off", Gated = "flow and gate",
        Hindsight = "flow, in hindsight";

    /// <summary>Firing level of the flow on its own: edits more likely pending than not.</summary>
    private const double UngatedLevel = 0.5;

    private readonly LinearJudge _judge;
    private readonly DeletionLexicon _lexicon;

    /// <param name="training">Pairs that the judge and the lexicon learn from; none of them may be held out.</param>
    /// <param name="seed">Seed of the judge.</param>
    public EditEvaluator(IReadOnlyList<PreferencePair> training, int seed)
    {
        var sources = SourceWithReferences.Group(training);
        _judge = LinearJudge.Train([.. sources.Select(s => s.Rejected)], [.. sources.SelectMany(s => s.Chosen)], seed);
        _lexicon = DeletionLexicon.Learn(sources);
    }

    /// <summary>Fills the table.</summary>
    /// <param name="edit">What edits; the caller disposes it.</param>
    /// <param name="proposals">Where edits are sought: the bundle's own options, or others to be tried.</param>
    /// <param name="gate">What lets an edit pass: the bundle's own options, or others to be tried.</param>
    /// <param name="heldOut">Pairs of sources that no training saw, at least one.</param>
    /// <param name="cancellationToken">Cancels between two texts.</param>
    /// <exception cref="ArgumentException">There is nothing to measure on.</exception>
    public EditReport Evaluate(
        EditPart edit, ProposalOptions proposals, GateOptions gate, IReadOnlyList<PreferencePair> heldOut, CancellationToken cancellationToken)
    {
        if (heldOut.Count == 0)
            throw new ArgumentException("There are no held-out pairs to measure on.", nameof(heldOut));
        var sources = SourceWithReferences.Group(heldOut);
        var aligner = edit.AlignerWith(proposals, gate);
        var offering = edit.EditorWith(proposals);
        var ungated = edit.EditorWith(new ProposalOptions { Levels = [UngatedLevel], DeletionLevels = [], MaxAlone = 0, Guidance = proposals.Guidance });

        AlignmentDecision Decide(string prompt, string text) => aligner.Decide(new() { Prompt = prompt, Answer = text }, cancellationToken);
        string Ungated(string prompt, string text) => UngatedEdit.First(ungated, prompt, text, cancellationToken);
        T[] Each<T>(Func<SourceWithReferences, T> apply)
        {
            var results = new T[sources.Count];
            var parallel = new ParallelOptions { CancellationToken = cancellationToken };
            Parallel.For(0, sources.Count, parallel, i => results[i] = apply(sources[i]));
            return results;
        }

        SystemFigures Measured(string system, string[] outputs, string[] good) => Measure(system, edit, sources, outputs, good);
        var (decisions, good) = (Each(s => Decide(s.Prompt, s.Rejected)), Each(s => Decide(s.Prompt, s.Chosen[0])));
        var untouched = Each(s => s.Chosen[0]);
        SystemFigures[] systems =
        [
            Measured(Copy, Each(s => s.Rejected), untouched),
            Measured(Lexicon, Each(s => _lexicon.Apply(s.Rejected)), Each(s => _lexicon.Apply(s.Chosen[0]))),
            Measured(GateOff, Each(s => Ungated(s.Prompt, s.Rejected)), Each(s => Ungated(s.Prompt, s.Chosen[0]))),
            Measured(Gated, [.. decisions.Select(d => d.Text)], [.. good.Select(d => d.Text)]),
            Measured(Hindsight, Each(s => UngatedEdit.Nearest(offering, s, cancellationToken)), untouched),
        ];
        var differences = Differences(edit, heldOut, cancellationToken);
        return new()
        {
            Flow = edit.Settings.Flow,
            Members = edit.Rewards.Members,
            Gate = gate,
            Sources = sources.Count,
            Good = sources.Count,
            JudgedBefore = Judged(sources.Select(s => s.Rejected)),
            JudgedReferences = Judged(sources.SelectMany(s => s.Chosen)),
            Systems = systems,
            LeaveOneOut = LeaveOneOut.Of(
                [.. sources.Zip(decisions, (s, d) => new EvaluatedText { Source = s.Rejected, Output = d.Text, References = s.Rewrites })]),
            RewardAccuracy = differences.Average(d => d > 0 ? 1.0 : 0),
            RewardCalibration = CalibrationFigures.OfPairs(differences),
            RewardScores = Histogram.Of(
                null,
                ("as they came", Rewards(edit, sources.Select(s => s.Rejected), cancellationToken)),
                ("as they left", Rewards(edit, decisions.Select(d => d.Text), cancellationToken)),
                ("chosen by people", Rewards(edit, sources.Select(s => s.Chosen[0]), cancellationToken))),
            ChangedWithoutGain = decisions.Concat(good).Count(d => d.Changed && !(d.GainLowerBound > gate.MinGain)),
            Decisions = DecisionFigures.Of(decisions, good, gate.MinGain),
            Examples = ExampleTexts.Pick(sources, decisions, good),
        };
    }

    private SystemFigures Measure(string system, EditPart edit, List<SourceWithReferences> sources, string[] outputs, string[] good)
    {
        var before = edit.Rewards.Score([.. sources.Select(s => s.Rejected)], CancellationToken.None);
        var after = edit.Rewards.Score(outputs, CancellationToken.None);
        return new()
        {
            System = system,
            Judged = Judged(outputs),
            Text = TextMetrics.Of([.. sources.Zip(outputs, (s, o) => new EvaluatedText { Source = s.Rejected, Output = o, References = s.Chosen })]),
            UntouchedGood = sources.Zip(good, (s, o) => s.Chosen[0] == o ? 1.0 : 0).Average(),
            Gain = before.Zip(after, (b, a) => edit.Rewards.Gains(a, b).Average()).Average(),
        };
    }

    private static double[] Rewards(EditPart edit, IEnumerable<string> texts, CancellationToken cancellationToken)
    {
        var zero = new double[edit.Rewards.Members];
        return [.. edit.Rewards.Score([.. texts], cancellationToken).Select(r => edit.Rewards.Gains(r, zero).Average())];
    }

    private double Judged(IEnumerable<string> texts) => texts.Average(t => _judge.Probability(t) > 0.5 ? 1.0 : 0);

    private static double[] Differences(EditPart edit, IReadOnlyList<PreferencePair> pairs, CancellationToken cancellationToken)
    {
        var scores = edit.Rewards.Score([.. pairs.Select(p => p.Chosen), .. pairs.Select(p => p.Rejected)], cancellationToken);
        return [.. Enumerable.Range(0, pairs.Count).Select(i => edit.Rewards.Gains(scores[i], scores[i + pairs.Count]).Average())];
    }
}
