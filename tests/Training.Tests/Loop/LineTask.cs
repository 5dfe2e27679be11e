using PreferenceFlow.Training.Loop;
using TorchSharp;
using static TorchSharp.torch;

namespace PreferenceFlow.Training.Tests.Loop;

/// <summary>Learns y = x₀ − 2·x₁ + 3·x₂ with dropout on the inputs, so that the noise of a step matters too.</summary>
internal sealed class LineTask : ITrainingTask, IDisposable
{
    private readonly nn.Module<Tensor, Tensor> _network;
    private readonly Action<int>? _onStep;

    /// <param name="onStep">Called with each step before its loss.</param>
    public LineTask(Action<int>? onStep = null)
    {
        manual_seed(4);
        (_network, _onStep) = (nn.Linear(3, 1), onStep);
    }

    public string Name => "line";

    public nn.Module Network => _network;

    /// <summary>The training losses so far.</summary>
    public List<float> Losses { get; } = [];

    /// <summary>What validations give, in order; the last one again when there are no more. Null measures.</summary>
    public IReadOnlyList<double>? Validations { get; init; }

    /// <summary>The weights at each validation.</summary>
    public List<float[]> Validated { get; } = [];

    /// <summary>The step whose loss is not a number.</summary>
    public int? BrokenStep { get; init; }

    public float[] Weights => Values(Network);

    public IReadOnlyList<Func<Tensor>> Loss(int step, out int units)
    {
        _onStep?.Invoke(step);
        units = 16;
        return [() => Loss(step)];
    }

    public double Validate()
    {
        Validated.Add(Weights);
        using var scope = NewDisposeScope();
        return Validations?[Math.Min(Validated.Count, Validations.Count) - 1] ?? Squares(new Random(-1), dropout: 0).item<float>();
    }

    public static float[] Values(nn.Module network)
    {
        using var scope = NewDisposeScope();
        return [.. network.state_dict().OrderBy(w => w.Key, StringComparer.Ordinal)
            .SelectMany(w => w.Value.detach().data<float>().ToArray())];
    }

    public void Dispose() => _network.Dispose();

    private Tensor Loss(int step)
    {
        using var scope = NewDisposeScope();
        var loss = Squares(new Random(step), dropout: 0.1);
        if (step == BrokenStep)
            loss = loss * double.NaN;
        Losses.Add(loss.item<float>());
        return loss.MoveToOuterDisposeScope();
    }

    private Tensor Squares(Random random, double dropout)
    {
        var x = tensor(Enumerable.Range(0, 48).Select(_ => random.NextSingle()).ToArray()).reshape(16, 3);   // [16, 3]
        var y = matmul(x, tensor(new[] { 1f, -2f, 3f }).reshape(3, 1));                                      // [16, 1]
        var noisy = nn.functional.dropout(x, dropout, training: dropout > 0);
        return (_network.call(noisy) - y).pow(2).mean();
    }
}
