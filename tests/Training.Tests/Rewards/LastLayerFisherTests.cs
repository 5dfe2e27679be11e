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
        using var net = Random(out var options, out var encoder);
        var pairs = RewardExamples.FromPairs(lesson.Parts.Training, encoder);
        var task = new RewardTask("rewards", net, pairs, pairs, options);
        double[] gains = [.. pairs.Select((_, i) => i % 5 - 1.0)];

        using var ensemble = Open(net, encoder, LastLayerFisher.Positions(task, pairs, gains, seed: 1));
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
    public void Doubt_PairsThatDifferOtherwise_IsLarger()
    {
        using var scope = NewDisposeScope();
        using var net = Random(out var options, out var encoder);
        string[] contexts = [.. Enumerable.Range('a', 26).Select(c => $"{(char)c}{(char)c}")];
        RewardExample Pair(string chosen, string rejected) => new(encoder.Encode("", chosen), encoder.Encode("", rejected), 0);
        List<RewardExample> pairs = [.. contexts.Select(c => Pair($"kind {c}", $"rude {c}"))];
        var task = new RewardTask("rewards", net, pairs, pairs, options);
        using var ensemble = Open(net, encoder, LastLayerFisher.Positions(task, pairs, new double[pairs.Count], seed: 1));
        double Doubt(string one, string other) => DoubtOf(ensemble, one, other);

        var known = contexts.Max(c => Doubt($"kind {c}", $"rude {c}"));

        Assert.All(contexts, c => Assert.True(Doubt($"long {c}", $"short {c}") > 1.5 * known));
        Assert.Equal(0, Doubt("kind", "kind"));
    }

    [Fact]
    public void Doubt_OfTrainedEnsemble_IsLargerForItsGainWhereTextsAreForeign()
    {
        var rewards = lesson.Bundle.Edit!.Rewards;
        double PerLogit(string one, string other)
        {
            var read = rewards.Read("", [one, other], CancellationToken.None);
            var gain = rewards.Gain(read[0], read[1]);
            return gain.Doubt / Math.Abs(gain.Members.Average());
        }

        var known = lesson.Parts.Training.Select(p => PerLogit(p.Chosen, p.Rejected)).Order().ToList();

        Assert.All(s_foreign, pair => Assert.True(PerLogit(pair.One, pair.Other) > known[known.Count / 2]));
    }

    private static readonly (string One, string Other)[] s_foreign =
    [
        ("Zwölf Boxkämpfer jagen Viktor quer über den Sylter Deich", "Heizölrückstoßabdämpfung"),
        ("SELECT x FROM t WHERE y = 7; DROP TABLE u; COMMIT", "git rebase --interactive HEAD~3 && make -j8"),
        ("The quick brown fox jumps over the lazy dog", "Waltz, nymph, for quick jigs vex Bud"),
    ];

    private static double DoubtOf(RewardEnsemble ensemble, string one, string other)
    {
        var read = ensemble.Read("", [one, other], CancellationToken.None);
        return ensemble.Gain(read[0], read[1]).Doubt;
    }

    private static RewardNet Random(out RewardOptions options, out HashedNgramEncoder encoder)
    {
        manual_seed(3);
        options = TinyLesson.Options("", "").Rewards;
        encoder = new(options.Buckets);
        var net = new RewardNet(new(encoder.Rows, options.Members, options.Units));
        using var _ = no_grad();
        net.Table.weight!.normal_(0, 1);
        return net;
    }

    private static RewardEnsemble Open(RewardNet net, HashedNgramEncoder encoder, float[] positions) =>
        new(encoder, RewardExporter.Export(net, positions), s_calibration, new OnnxOptions());
}
