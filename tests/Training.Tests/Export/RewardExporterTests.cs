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
        using var ensemble = new RewardEnsemble(encoder, RewardExporter.Export(net), new Calibration([1, 1, 1, 1], 1), new OnnxOptions());

        var served = ensemble.Score("A few words?", s_texts, CancellationToken.None);

        foreach (var (text, scores) in s_texts.Zip(served))
        {
            var packed = FeatureBatch.Pack([encoder.Encode("A few words?", text)]);
            var expected = net.call(
                tensor(packed.Ids).reshape(1, packed.Length), tensor(packed.Weights).reshape(1, packed.Length),
                answers ? tensor(packed.Measures).unsqueeze(0) : null).data<float>().ToArray();
            Assert.All(expected.Zip(scores), pair => Assert.Equal(pair.First, pair.Second, 1e-4 * Math.Max(1, Math.Abs(pair.First))));
        }
    }
}
