using PreferenceFlow.FlowModel.Encoding;
using PreferenceFlow.FlowModel.Onnx;

namespace PreferenceFlow.FlowModel.Rewards;

/// <summary>Several reward models over one encoder, exported as one network with an output a member. Owns encoder and network.</summary>
public sealed class RewardEnsemble(IFeatureEncoder encoder, byte[] network, Calibration calibration, OnnxOptions options) : IDisposable
{
    /// <summary>Name of the second output, where a text stands for the doubt about its gain; an ensemble may be without.</summary>
    public const string PositionOutput = "position";

    /// <summary>Features of one network call: bounds the memory of a call.</summary>
    private const int MaxBatchFeatures = 65_536;

    private readonly OnnxSession _session = new(network, options);

    /// <summary>What texts are read with.</summary>
    public IFeatureEncoder Encoder => encoder;

    public int Members { get; } = calibration.Temperatures.Count;

    /// <summary>Raw rewards of texts alone, without their prompts.</summary>
    /// <inheritdoc cref="Score(string, IReadOnlyList{string}, CancellationToken)"/>
    public double[][] Score(IReadOnlyList<string> texts, CancellationToken cancellationToken) => Score("", texts, cancellationToken);

    /// <summary>Raw rewards of answers to one prompt, one array of members for each.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    /// <exception cref="InvalidOperationException">The ensemble reads embeddings that must be fetched first.</exception>
    public double[][] Score(string prompt, IReadOnlyList<string> texts, CancellationToken cancellationToken) =>
        [.. Read(prompt, texts, cancellationToken).Select(reading => reading.Rewards)];

    /// <summary>Raw rewards of texts that were read, one array of members for each.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public double[][] Score(IReadOnlyList<TextFeatures> features, CancellationToken cancellationToken) =>
        [.. Read(features, cancellationToken).Select(reading => reading.Rewards)];

    /// <summary>All that the network says of answers to one prompt.</summary>
    /// <inheritdoc cref="Score(string, IReadOnlyList{string}, CancellationToken)"/>
    public RewardReading[] Read(string prompt, IReadOnlyList<string> texts, CancellationToken cancellationToken) => encoder is ITextEncoder local
        ? Read(local.Encode(PromptedText.Of(prompt, texts)), cancellationToken)
        : throw new InvalidOperationException("The ensemble reads embeddings that are fetched first: have an answer reader read the texts, and score its features.");

    /// <summary>All that the network says of texts whose features were read.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public RewardReading[] Read(IReadOnlyList<TextFeatures> features, CancellationToken cancellationToken)
    {
        var readings = new RewardReading[features.Count];
        var order = Enumerable.Range(0, features.Count).OrderBy(i => features[i].Ids.Length).ToArray();
        for (var start = 0; start < order.Length;)
        {
            var end = start + 1;
            while (end < order.Length && (end + 1 - start) * features[order[end]].Ids.Length <= MaxBatchFeatures)
                end++;
            var rows = order[start..end];
            var output = Run(FeatureBatch.Pack([.. rows.Select(i => features[i])]), cancellationToken);
            for (var row = 0; row < rows.Length; row++)
            {
                var length = features[rows[row]].Length;
                readings[rows[row]] = new(
                    [.. Row(output[0], row, rows.Length).Select((v, m) => v - (calibration.Length?.At(m, length) ?? 0))],
                    output.Length > 1 ? Row(output[1], row, rows.Length) : []);
            }

            start = end;
        }

        return readings;
    }

    /// <summary>Scores one feature alone.</summary>
    /// <exception cref="Microsoft.ML.OnnxRuntime.OnnxRuntimeException">The network's table has no such feature.</exception>
    internal float[][] Probe(int feature) =>
        Run(FeatureBatch.Pack([new([feature], [1], new float[encoder.Measures], 0)]), CancellationToken.None);

    /// <summary>Calibrated gain of one text over another by every member, in logits.</summary>
    /// <param name="candidate">Raw rewards of the candidate.</param>
    /// <param name="original">Raw rewards of what it would replace.</param>
    public double[] Gains(double[] candidate, double[] original) => calibration.Apply([.. candidate.Zip(original, (c, o) => c - o)]);

    /// <summary>The same with the doubt about it.</summary>
    public MemberGains Gain(RewardReading candidate, RewardReading original)
    {
        var squares = candidate.Position.Zip(original.Position, (c, o) => ((double)c - o) * ((double)c - o)).Sum();
        return new(Gains(candidate.Rewards, original.Rewards), Math.Sqrt(squares));
    }

    /// <summary>Calibrated gains of each text over the average of all by every member, in logits.</summary>
    /// <param name="rewards">Raw rewards of the texts, at least one.</param>
    public double[][] GainsOverAverage(IReadOnlyList<double[]> rewards)
    {
        double[] average = [.. Enumerable.Range(0, Members).Select(member => rewards.Average(r => r[member]))];
        return [.. rewards.Select(r => Gains(r, average))];
    }

    public void Dispose()
    {
        _session.Dispose();
        (encoder as IDisposable)?.Dispose();
    }

    private static float[] Row(float[] output, int row, int rows) => output.AsSpan(row * (output.Length / rows), output.Length / rows).ToArray();

    private float[][] Run(FeatureBatch batch, CancellationToken cancellationToken)
    {
        var ids = new OnnxInput("features", batch.Ids, batch.Rows, batch.Length);
        var weights = new OnnxInput("weights", batch.Weights, batch.Rows, batch.Length);
        OnnxInput[] inputs = encoder.Measures == 0
            ? [ids, weights]
            : [ids, weights, new("measures", batch.Measures, batch.Rows, encoder.Measures)];
        return _session.Run(inputs, cancellationToken);
    }
}
