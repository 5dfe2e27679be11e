using PreferenceFlow.FlowModel.Encoding;
using PreferenceFlow.FlowModel.Onnx;
using PreferenceFlow.FlowModel.Rewards;
using PreferenceFlow.Training.Export;
using PreferenceFlow.Training.Networks;
using static TorchSharp.torch;

namespace PreferenceFlow.Training.Tests.Export;

public sealed class RewardExporterTests
{
    [Fact]
    public void Exported_TextsOfAllLengths_EqualsTrainedNetwork()
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        manual_seed(5);
        var net = new RewardNet(new(Buckets: 500, Members: 4, Units: 3));
        net.Table.weight!.normal_(0, 1);
        net.UnitBias.normal_(0, 1);
        string[] texts = ["", "One.", "A longer sentence, with a few more words in it!", new('x', 200)];
        var encoder = new HashedNgramEncoder(500);
        using var ensemble = new RewardEnsemble(encoder, RewardExporter.Export(net), new Calibration([1, 1, 1, 1], 1), new OnnxOptions());

        var served = ensemble.Score(texts, CancellationToken.None);

        foreach (var (text, scores) in texts.Zip(served))
        {
            var expected = net.call(tensor(encoder.Encode(text).Select(f => (long)f).ToArray()).unsqueeze(0)).data<float>().ToArray();
            Assert.All(expected.Zip(scores), pair => Assert.Equal(pair.First, pair.Second, 1e-4 * Math.Max(1, Math.Abs(pair.First))));
        }
    }
}
