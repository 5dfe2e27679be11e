using Microsoft.ML.OnnxRuntime;

namespace PreferenceFlow.FlowModel.Onnx;

/// <summary>One exported network: arrays in, arrays out. Safe to call from several threads; owns the native session.</summary>
public sealed class OnnxSession : IDisposable
{
    private readonly InferenceSession _session;
    private readonly string[] _outputs;

    /// <param name="model">The bytes of an ONNX file.</param>
    /// <param name="options">Device and threads.</param>
    /// <exception cref="OnnxRuntimeException">The bytes are not a model that the runtime accepts.</exception>
    public OnnxSession(byte[] model, OnnxOptions options)
    {
        using var session = options.ToSessionOptions();
        _session = new InferenceSession(model, session);
        _outputs = [.. _session.OutputMetadata.Keys];
    }

    /// <summary>Names and shapes of the outputs; −1 stands for a dynamic dimension.</summary>
    public IReadOnlyDictionary<string, int[]> OutputShapes => _session.OutputMetadata.ToDictionary(o => o.Key, o => o.Value.Dimensions);

    /// <summary>Names of the inputs.</summary>
    public IReadOnlyCollection<string> Inputs => _session.InputNames;

    /// <summary>Runs the network and copies out its float outputs, in the order of the graph.</summary>
    public float[][] Run(params OnnxInput[] inputs) =>
        Run(_outputs, inputs, results => results.Select(r => r.GetTensorDataAsSpan<float>().ToArray()).ToArray());

    /// <summary>Runs the network and copies out one float output, row-major, with its shape.</summary>
    public (float[] Data, long[] Shape) RunOne(string output, params OnnxInput[] inputs) => Run([output], inputs, results =>
        (results[0].GetTensorDataAsSpan<float>().ToArray(), results[0].GetTensorTypeAndShape().Shape));

    private T Run<T>(string[] outputs, OnnxInput[] inputs, Func<IDisposableReadOnlyCollection<OrtValue>, T> copy)
    {
        var values = new OrtValue[inputs.Length];
        try
        {
            for (var i = 0; i < inputs.Length; i++)
                values[i] = inputs[i].ToOrtValue();
            using var run = new RunOptions();
            using var results = _session.Run(run, [.. inputs.Select(i => i.Name)], values, outputs);
            return copy(results);
        }
        finally
        {
            foreach (var value in values)
                value?.Dispose();
        }
    }

    public void Dispose() => _session.Dispose();
}
