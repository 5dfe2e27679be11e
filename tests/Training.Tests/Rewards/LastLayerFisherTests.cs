using PreferenceFlow.FlowModel.Encoding;
using PreferenceFlow.FlowModel.Onnx;
using PreferenceFlow.FlowModel.Rewards;
using PreferenceFlow.Training.Export;
using PreferenceFlow.Training.Networks;
using PreferenceFlow.Training.Rewards;
using static TorchSharp.torch;

namespace PreferenceFlow.Training.Tests.Rewards;

public sealed class LastLayerFisherTests(TinyLesson lesson)
{
    private static readonly Calibration s_calibration = new([1, 1, 1, 1], 1);

    [Fact]
    public void Positions_DistanceOfAPair_IsTheClosedForm()
    {
        using var scope = NewDisposeScope();
        manual_seed(3);
        var options = TinyLesson.Options("", "").Rewards;
        var encoder = new HashedNgramEncoder(options.Buckets);
        var net = new RewardNet(new(encoder.Rows, options.Members, options.Units));
        using (no_grad())
            net.Table.weight!.normal_(0, 1);
        var pairs = RewardExamples.FromPairs(lesson.Parts.Training, encoder);
        var task = new RewardTask("rewards", net, pairs, pairs, options);
        double[] gains = [.. pairs.Select((_, i) => i % 5 - 1.0)];

        using var ensemble = new RewardEnsemble(
            encoder, RewardExporter.Export(net, LastLayerFisher.Positions(task, pairs, gains, seed: 1)), s_calibration, new OnnxOptions());
        var read = ensemble.Read([.. pairs.Select(p => p.Chosen), .. pairs.Select(p => p.Rejected)], CancellationToken.None);

        var differences = task.LastLayers(pairs.Select(p => p.Chosen)).Zip(task.LastLayers(pairs.Select(p => p.Rejected)))
            .Select(d => d.First.Zip(d.Second, (c, r) => (double)c - r).ToArray()).ToList();
        var scale = Enumerable.Range(0, differences[0].Length).Select(i => Math.Sqrt(differences.Average(d => d[i] * d[i]))).ToArray();
        differences = [.. differences.Select(d => d.Zip(scale, (v, s) => v / s).ToArray())];
        var information = new FisherInformation(scale.Length, ridge: 1);
        foreach (var (difference, gain) in differences.Zip(gains))
            information.Add(difference, FisherInformation.Weight(gain));
        for (var i = 0; i < pairs.Count; i++)
        {
            var expected = Math.Sqrt(information.Variance(differences[i]));
            Assert.Equal(expected, ensemble.Gain(read[i], read[i + pairs.Count]).Doubt, 1e-3 * Math.Max(1, expected));
        }
    }

    [Fact]
    public void Doubt_PairUnlikeTheTrainingPairs_IsLarger()
    {
        var rewards = lesson.Bundle.Edit!.Rewards;
        double Doubt(string one, string other)
        {
            var read = rewards.Read("", [one, other], CancellationToken.None);
            return rewards.Gain(read[0], read[1]).Doubt;
        }

        var known = lesson.Parts.Training.Select(p => Doubt(p.Chosen, p.Rejected)).Order().ToList();
        double[] foreign =
        [
            Doubt("Zwölf Boxkämpfer jagen Viktor quer über den Sylter Deich", "Heizölrückstoßabdämpfung"),
            Doubt("SELECT x FROM t WHERE y = 7; DROP TABLE u; COMMIT", "git rebase --interactive HEAD~3 && make -j8"),
            Doubt("The quick brown fox jumps over the lazy dog, and sphinxes of black quartz judge its vow", "Waltz, nymph, for quick jigs vex Bud"),
        ];

        Assert.All(foreign, doubt => Assert.True(doubt > known[(int)(0.9 * known.Count)], $"{doubt} beside {known[^1]}"));
        Assert.Equal(0, Doubt("The same.", "The same."));
    }
}
