using PreferenceFlow.FlowModel.Onnx;
using PreferenceFlow.Training.Export;

namespace PreferenceFlow.Training.Tests.Export;

public sealed class OnnxTerminationTests
{
    private const int Width = 512;

    [Fact]
    public async Task Run_CancelledInTheMiddle_IsTerminated()
    {
        using var session = new OnnxSession(Products(20_000), new OnnxOptions()); // minutes of work
        using var source = new CancellationTokenSource();
        var running = Task.Run(() => session.Run([Input()], source.Token), TestContext.Current.CancellationToken);

        source.CancelAfter(TimeSpan.FromMilliseconds(200)); // well after the run has begun; before, the outcome is the same
        var exception = await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => running.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));

        Assert.Equal(source.Token, exception.CancellationToken);
    }

    [Fact]
    public void Run_AfterATerminatedOne_GivesItsOutputs()
    {
        using var session = new OnnxSession(Products(2), new OnnxOptions());

        Assert.Throws<OperationCanceledException>(() => session.Run([Input()], new CancellationToken(canceled: true)));
        var output = Assert.Single(session.Run([Input()], TestContext.Current.CancellationToken));

        Assert.All(output, value => Assert.Equal(1, value, 1e-5));
    }

    private static OnnxInput Input() => new("x", [.. Enumerable.Repeat(1f, Width * Width)], Width, Width);

    // x·W·W·…, where all weights are 1/width: ones stay ones.
    private static byte[] Products(int count)
    {
        var graph = new OnnxGraph("products");
        var value = graph.Input("x", OnnxGraph.Float, Width, Width);
        var weights = graph.Weights([.. Enumerable.Repeat(1f / Width, Width * Width)], Width, Width);
        for (var i = 0; i < count; i++)
            value = graph.Node("MatMul", [value, weights]);
        graph.Output(value, "y", OnnxGraph.Float, Width, Width);
        return graph.ToModel();
    }
}
