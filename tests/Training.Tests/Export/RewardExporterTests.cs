using PreferenceFlow.FlowModel.Encoding;
using PreferenceFlow.FlowModel.Onnx;
using PreferenceFlow.FlowModel.Rewards;
using PreferenceFlow.Training.Export;
using PreferenceFlow.Training.Networks;
using static TorchSharp.torch;

namespace PreferenceFlow.Training.Tests.Export;

public sealed class RewardExporterTests
{
    private static readonly string[] s_texts = ["", "One.", "A longer sentence, with **a few** more words in it!\n\n1. yes\n2. no", new('x', 200)];

    public static TheoryData<bool> Encoders => [false, true];

    [Theory]
    [MemberData(nameof(Encoders))]
    public void Exported_TextsOfAllLengths_EqualsTrainedNetwork(bool answers)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        manual_seed(5);
        ITextEncoder encoder = answers
            ? new AnswerEncoder(500, AnswerStatistics.Fit(s_texts.GroupBy(_ => "A few words?"), 500, minPrompts: 1))
            : new HashedNgramEncoder(500);
        var net = new RewardNet(new(encoder.Rows, Members: 4, Units: 3, encoder.Measures, MeasureUnits: 6));
        net.Table.weight!.normal_(0, 1);
        net.UnitBias.normal_(0, 1);
        using var ensemble = new RewardEnsemble(encoder, RewardExporter.Export(net, Map(net)), new Calibration([1, 1, 1, 1], 1), new OnnxOptions());

        var served = ensemble.Read("A few words?", s_texts, CancellationToken.None);

        var map = tensor(Map(net)).reshape(net.Shape.LastLayer, -1);
        foreach (var (text, reading) in s_texts.Zip(served))
        {
            var packed = FeatureBatch.Pack([encoder.Encode("A few words?", text)]);
            var (ids, weights) = (tensor(packed.Ids).reshape(1, packed.Length), tensor(packed.Weights).reshape(1, packed.Length));
            var measures = answers ? tensor(packed.Measures).unsqueeze(0) : null;
            var expected = net.call(ids, weights, measures).data<float>().ToArray();
            Assert.All(expected.Zip(reading.Rewards), pair => Assert.Equal(pair.First, pair.Second, 1e-4 * Math.Max(1, Math.Abs(pair.First))));
            var place = net.LastLayer(ids, weights, measures).mm(map).data<float>().ToArray();
            Assert.Equal(net.Shape.LastLayer, reading.Position.Length);
            Assert.All(place.Zip(reading.Position), pair => Assert.Equal(pair.First, pair.Second, 1e-4 * Math.Max(1, Math.Abs(pair.First))));
        }
    }

    [Fact]
    public void Exported_WithoutMap_GivesNoDoubt()
    {
        using var scope = NewDisposeScope();
        using var net = new RewardNet(new(500, Members: 4, Units: 2));
        using var ensemble = new RewardEnsemble(
            new HashedNgramEncoder(500), RewardExporter.Export(net, null), new Calibration([1, 1, 1, 1], 1), new OnnxOptions());

        var readings = ensemble.Read("", s_texts, CancellationToken.None);

        Assert.Empty(readings[1].Position);
        Assert.Equal(0, ensemble.Gain(readings[1], readings[2]).Doubt);
        Assert.Equal(ensemble.Gains(readings[1].Rewards, readings[2].Rewards), ensemble.Gain(readings[1], readings[2]).Members);
    }

    /// <summary>Any map will do: one whose entries tell their places.</summary>
    private static float[] Map(RewardNet net) =>
        [.. Enumerable.Range(0, net.Shape.LastLayer * net.Shape.LastLayer).Select(i => (float)Math.Sin(i))];
}
