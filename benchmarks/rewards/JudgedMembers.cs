using PreferenceFlow.FlowModel.Encoding;
using PreferenceFlow.FlowModel.Rewards;
using PreferenceFlow.Training.Loop;
using PreferenceFlow.Training.Networks;
using PreferenceFlow.Training.Rewards;
using static TorchSharp.torch;

namespace PreferenceFlow.RewardBenchmark;

/// <summary>Members trained on judged answers again and again: the answers are read once for all of them.</summary>
internal sealed class JudgedMembers
{
    private const int Buckets = 1 << 16;
    private const int MinPrompts = 20;

    private readonly AnswerEncoder _encoder;
    private readonly Dictionary<JudgedAnswer, TextFeatures> _features;

    /// <param name="training">Decides which features are read.</param>
    /// <param name="test">Read as well.</param>
    public JudgedMembers(IReadOnlyList<JudgedPrompt> training, IReadOnlyList<JudgedPrompt> test)
    {
        var answers = training.SelectMany(p => p.Candidates.Select(c => (p.Prompt, c.Text))).GroupBy(a => a.Prompt, a => a.Text);
        _encoder = new AnswerEncoder(Buckets, AnswerStatistics.Fit(answers, Buckets, MinPrompts));
        _features = training.Concat(test).SelectMany(p => p.Candidates.Select(c => (p.Prompt, Answer: c))).AsParallel()
            .Select(a => (a.Answer, Features: _encoder.Encode(a.Prompt, a.Answer.Text)))
            .ToDictionary(a => a.Answer, a => a.Features, (IEqualityComparer<JudgedAnswer>)ReferenceEqualityComparer.Instance);
    }

    /// <summary>A pair to learn from.</summary>
    /// <param name="pair">The answers.</param>
    /// <param name="group">What the bootstraps take or leave whole.</param>
    public RewardExample Example((JudgedAnswer Chosen, JudgedAnswer Rejected) pair, int group) =>
        new(_features[pair.Chosen], _features[pair.Rejected], group);

    /// <summary>Trains members side by side, each with a temperature fitted on the held pairs.</summary>
    /// <param name="training">Pairs learned from.</param>
    /// <param name="held">Pairs for early stopping and calibration.</param>
    /// <param name="members">How many.</param>
    /// <param name="seed">Seed of weights, batches and bootstraps.</param>
    /// <param name="weights">What each pair weighs for each member; null for a bootstrap each.</param>
    public (RewardTask Task, Calibration Calibration) Train(
        IReadOnlyList<RewardExample> training, IReadOnlyList<RewardExample> held, int members, int seed, float[][]? weights = null)
    {
        manual_seed(seed);
        var options = MeasuredEnsemble.HumanPairs() with { Members = members, BatchPairs = 64 };
        options = options with { Loop = options.Loop with { Seed = seed } };
        var net = new RewardNet(new(_encoder.Rows, members, options.Units, _encoder.Measures, options.MeasureUnits));
        var task = new RewardTask("members", net, training, held, options, weights);
        TemporaryRun.Of(task, options.Loop);
        return (task, Calibration.Fit([.. task.Differences(held)], [.. held.Select(e => e.Agreement)]));
    }

    /// <summary>Calibrated gains of a prompt's answers over their mean, by member.</summary>
    public List<double[]> Gains(JudgedPrompt prompt, RewardTask task, Calibration calibration)
    {
        var rewards = task.Rewards(prompt.Candidates.Select(c => _features[c])).ToList();
        var means = Enumerable.Range(0, rewards[0].Length).Select(m => rewards.Average(r => (double)r[m])).ToArray();
        return [.. rewards.Select(r => calibration.Apply([.. r.Select((v, m) => v - means[m])]))];
    }
}
