using PreferenceFlow.FlowModel.Encoding;
using PreferenceFlow.FlowModel.Onnx;

namespace PreferenceFlow.FlowModel.Rewards;

/// <summary>Several reward models over one encoder, exported as one network with an output a member.</summary>
public sealed class RewardEnsemble(HashedNgramEncoder encoder, byte[] network, Calibration calibration, OnnxOptions options) : IDisposable
{
    /// <summary>Features of one network call: bounds the memory of a call.</summary>
    private const int MaxBatchFeatures = 65_536;

    private readonly OnnxSession _session = new(network, options);

    public int Members { get; } = calibration.Temperatures.Count;

    /// <summary>Raw rewards, one array of members for each text.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled between two network calls.</exception>
    public double[][] Score(IReadOnlyList<string> texts, CancellationToken cancellationToken)
    {
        var scores = new double[texts.Count][];
        var features = texts.Select(encoder.Encode).ToArray();
        var order = Enumerable.Range(0, texts.Count).OrderBy(i => features[i].Length).ToArray();
        for (var start = 0; start < order.Length;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var end = start + 1;
            while (end < order.Length && (end + 1 - start) * features[order[end]].Length <= MaxBatchFeatures)
                end++;
            var rows = order[start..end];
            var batch = FeatureBatch.Pack([.. rows.Select(i => features[i])]);
            var output = _session.Run(new OnnxInput("features", batch.Features, batch.Rows, batch.Length))[0];
            for (var row = 0; row < rows.Length; row++)
                scores[rows[row]] = [.. output.AsSpan(row * Members, Members).ToArray().Select(v => (double)v)];
            start = end;
        }

        return scores;
    }

    /// <summary>Scores one feature alone.</summary>
    /// <exception cref="Microsoft.ML.OnnxRuntime.OnnxRuntimeException">The network's table has no such feature.</exception>
    internal float[] Probe(int feature) => _session.Run(new OnnxInput("features", [(long)feature], 1, 1))[0];

    /// <summary>Calibrated gain of one text over another by every member, in logits.</summary>
    /// <param name="candidate">Raw rewards of the candidate.</param>
    /// <param name="original">Raw rewards of what it would replace.</param>
    public double[] Gains(double[] candidate, double[] original) => calibration.Apply([.. candidate.Zip(original, (c, o) => c - o)]);

    public void Dispose() => _session.Dispose();
}
