using PreferenceFlow.FlowModel.LatentFlow;
using PreferenceFlow.FlowModel.Onnx;
using PreferenceFlow.Training.Export;
using PreferenceFlow.Training.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace PreferenceFlow.Training.Tests.Export;

public sealed class LatentFlowExporterTests : IDisposable
{
    private const int Rows = 6, Latent = 5, Condition = 3;

    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly VelocityNet _net;
    private readonly float[] _x, _c;

    public LatentFlowExporterTests()
    {
        manual_seed(6);
        _net = new(new(Latent, Condition, Width: 16, Depth: 2, TimeFeatures: 8));
        (_x, _c) = (randn(Rows * Latent).data<float>().ToArray(), randn(Rows * Condition).data<float>().ToArray());
    }

    [Fact]
    public void Exported_Untrained_MovesNothing()
    {
        using var model = Model(1);

        Assert.Equal(_x.Chunk(Latent), Transport(model));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(0)]
    [InlineData(1.7)]
    public void Exported_AnyWeights_EqualsTheNetwork(double guidance)
    {
        using var _ = no_grad();
        Shake();
        using var model = Model(guidance);

        var moved = Transport(model).SelectMany(v => v).ToArray();

        var solver = new OdeSolver(OdeMethod.Heun, 4);
        var expected = solver.Solve((x, t) => Velocity(x, t, guidance), _x, 1, CancellationToken.None);
        Assert.NotEqual(_x, expected);
        Assert.All(expected.Zip(moved), pair => Assert.Equal(pair.First, pair.Second, 1e-4 * Math.Max(1, Math.Abs(pair.First))));
    }

    [Fact]
    public void Transport_RowByRow_EqualsTheBatch()
    {
        Shake();
        using var model = Model(1);

        var single = _x.Chunk(Latent).Zip(_c.Chunk(Condition), (x, c) => model.Transport([x], [c], 1, CancellationToken.None)[0]);

        Assert.All(single.Zip(Transport(model)), pair => Assert.Equal(pair.First, pair.Second, (a, b) => Math.Abs(a - b) < 1e-5));
    }

    [Fact]
    public void Transport_StrengthBeyondOne_GoesOnWithTheVelocityOfTheEnd()
    {
        using var _ = no_grad();
        Shake();
        using var model = Model(1);

        var moved = Transport(model, strength: 2).SelectMany(v => v);

        var expected = new OdeSolver(OdeMethod.Heun, 4).Solve((x, t) => Velocity(x, Math.Min(1, t), 1), _x, 2, CancellationToken.None);
        Assert.All(expected.Zip(moved), pair => Assert.Equal(pair.First, pair.Second, 1e-4 * Math.Max(1, Math.Abs(pair.First))));
    }

    [Fact]
    public void Transport_BadArguments_SaysWhatIsWrong()
    {
        using var model = Model(1);
        string Message(Action transport) => Assert.Throws<ArgumentException>(transport).Message;

        Assert.Equal(_x.Chunk(Latent), Transport(model, strength: 0));
        Assert.Contains("0 to 2", Message(() => Transport(model, strength: 2.1)));
        Assert.Contains("1 vectors need as many conditions, not 0", Message(() => model.Transport([_x], [], 1, CancellationToken.None)));
        Assert.Contains("5 are expected", Message(() => model.Transport([_x], [_c], 1, CancellationToken.None)));
    }

    public void Dispose()
    {
        _net.Dispose();
        _scope.Dispose();
    }

    /// <summary>Zero weights would hide what they multiply.</summary>
    private void Shake()
    {
        using var _ = no_grad();
        foreach (var weight in _net.parameters())
            weight.add_(randn_like(weight) * 0.2);
    }

    private LatentFlowModel Model(double guidance) => new(
        LatentFlowExporter.Export(_net), new()
        {
            Latents = new(new float[Latent], [.. Enumerable.Repeat(1f, Latent)]),
            Conditions = new(new float[Condition], [.. Enumerable.Repeat(1f, Condition)]),
            Solver = new(OdeMethod.Heun, 4), Guidance = guidance,
        },
        new OnnxOptions());

    private float[][] Transport(LatentFlowModel model, double strength = 1) =>
        model.Transport([.. _x.Chunk(Latent)], [.. _c.Chunk(Condition)], strength, CancellationToken.None);

    private float[] Velocity(float[] x, double t, double guidance)
    {
        using var scope = NewDisposeScope();
        Tensor Of(float known) => _net.call(
            tensor(x).reshape(Rows, Latent), full([Rows], (float)t), tensor(_c).reshape(Rows, Condition), full([Rows], known));
        var untold = Of(0);
        return (untold + ((Of(1) - untold) * guidance)).data<float>().ToArray();
    }
}
