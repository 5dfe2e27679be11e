using PreferenceFlow.FlowModel.LatentFlow;
using PreferenceFlow.FlowModel.Onnx;
using PreferenceFlow.Training.Export;
using PreferenceFlow.Training.LatentFlow;
using PreferenceFlow.Training.Loop;
using PreferenceFlow.Training.Networks;
using static TorchSharp.torch;

namespace PreferenceFlow.Training.Tests.LatentFlow;

/// <summary>The latent-flow task on pairs of numbers, without texts and trainer around it.</summary>
internal sealed class TinyLatentFlow : IDisposable
{
    private readonly VelocityNet _net;
    private readonly LatentFlowOptions _options;

    /// <param name="pairs">Learnt from and validated on.</param>
    /// <param name="options">Sizes and loop; null for small ones.</param>
    /// <param name="couple">Pairs the ends of a batch's paths; null leaves them as given.</param>
    public TinyLatentFlow(
        IReadOnlyList<LatentPair> pairs, LatentFlowOptions? options = null,
        Func<IReadOnlyList<LatentPair>, IReadOnlyList<LatentPair>>? couple = null)
    {
        _options = options ?? Options;
        manual_seed(3);
        _net = new(new(pairs[0].Rejected.Length, pairs[0].Condition.Length, _options.Width, _options.Depth, TimeFeatures: 8));
        Task = new(_net, pairs, [.. pairs.Take(64)], _options, couple ?? (batch => batch));
    }

    public static LatentFlowOptions Options { get; } = new()
    {
        Width = 32, Depth = 1, BatchPairs = 64, Noise = 0.01, PromptDropout = 0,
        Loop = new() { Steps = 300, LearningRate = 5e-3, WarmUp = 10, WeightDecay = 0, Ema = 0.95, ValidateEvery = 100 },
    };

    public LatentFlowTask Task { get; }

    public TinyLatentFlow Train()
    {
        using var directory = new TemporaryDirectory();
        new TrainingLoop(_options.Loop, new RunDirectory(directory["run"], "", resume: false), new RecordingObserver())
            .Run(Task, CancellationToken.None);
        return this;
    }

    /// <summary>The network as it is served, in coordinates of scale 1.</summary>
    public LatentFlowModel Export() => new(
        LatentFlowExporter.Export(_net),
        new() { Latents = Plain(_net.Shape.Latent), Conditions = Plain(_net.Shape.Condition) }, new OnnxOptions());

    /// <summary>v(x, t, c) of single numbers; v(x, t) where the condition is not to be known.</summary>
    public float Velocity(float x, double t, float c, float known = 1)
    {
        using var _ = no_grad();
        using var scope = NewDisposeScope();
        Tensor One(float value) => full([1, 1], value);
        return _net.call(One(x), full([1], (float)t), One(c), full([1], known)).item<float>();
    }

    public void Dispose() => _net.Dispose();

    private static CoordinateScale Plain(int size) => new([.. new float[size]], [.. Enumerable.Repeat(1f, size)]);
}
