using PreferenceFlow.FlowModel.EditFlow;
using PreferenceFlow.FlowModel.Onnx;
using PreferenceFlow.Training.Export;
using PreferenceFlow.Training.Networks;
using static TorchSharp.torch;

namespace PreferenceFlow.Training.Tests.Export;

public sealed class EditFlowExporterTests
{
    private const double Tolerance = 1e-4;

    private static readonly EditFlowShape s_shape =
        new() { Vocabulary = 300, Width = 32, Depth = 2, Heads = 4, MaxAnswerTokens = 24, MaxPromptTokens = 8 };

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 20)]
    [InlineData(5, 7)]
    [InlineData(9, 24)]
    public void Exported_AnyBatchAndLength_EqualsTrainedNetwork(int rows, int longest)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var net = RandomNet();
        var random = new Random(rows + longest);
        var batch = EditBatch.Pack(s_shape, [.. Enumerable.Range(0, rows).Select(r =>
            ((IReadOnlyList<int>)Tokens(random, random.Next(9)), (IReadOnlyList<int>)Tokens(random, r == 0 ? longest : random.Next(1, longest + 1))))]);
        using var exported = new EditFlowModel(s_shape, EditFlowExporter.Body(net), EditFlowExporter.Heads(net), new OnnxOptions());

        var served = exported.Rates(batch, TestContext.Current.CancellationToken);
        var (rates, hidden) = net.call(tensor(batch.Tokens).reshape(rows, batch.Length), tensor(batch.Positions).reshape(rows, batch.Length), null);
        var (insert, substitute) = exported.TokenLogits(served.Hidden, TestContext.Current.CancellationToken);

        AssertClose(rates, served.Rates);
        AssertClose(hidden, served.Hidden);
        AssertClose(net.InsertLogits(hidden), insert);
        AssertClose(net.SubstituteLogits(hidden), substitute);
    }

    private static EditFlowNet RandomNet()
    {
        manual_seed(3);
        var net = new EditFlowNet(s_shape, dropout: 0.1);
        foreach (var (_, parameter) in net.named_parameters())
            parameter.add_(randn_like(parameter) * 0.1); // no weight is left at a value that would hide a mistake
        net.eval();
        return net;
    }

    private static int[] Tokens(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => random.Next(4, s_shape.Vocabulary))];

    private static void AssertClose(Tensor expected, float[] actual)
    {
        var values = expected.contiguous().data<float>().ToArray();
        Assert.Equal(values.Length, actual.Length);
        Assert.InRange(values.Zip(actual, (a, b) => Math.Abs(a - b)).Max(), 0, Tolerance);
    }
}
