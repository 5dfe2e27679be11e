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
    /// <param name="inputs">One for each input of the network.</param>
    /// <param name="cancellationToken">Terminates a run that has begun, after the operator that it is at.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public float[][] Run(IReadOnlyList<OnnxInput> inputs, CancellationToken cancellationToken) =>
        Run(_outputs, inputs, results => results.Select(r => r.GetTensorDataAsSpan<float>().ToArray()).ToArray(), cancellationToken);

    /// <summary>Runs the network and copies out one float output, row-major, with its shape.</summary>
    /// <inheritdoc cref="Run(IReadOnlyList{OnnxInput}, CancellationToken)"/>
    public (float[] Data, long[] Shape) RunOne(string output, IReadOnlyList<OnnxInput> inputs, CancellationToken cancellationToken) => Run(
        [output], inputs, results => (results[0].GetTensorDataAsSpan<float>().ToArray(), results[0].GetTensorTypeAndShape().Shape),
        cancellationToken);

    private T Run<T>(
        string[] outputs, IReadOnlyList<OnnxInput> inputs, Func<IDisposableReadOnlyCollection<OrtValue>, T> copy,
        CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var values = new OrtValue[inputs.Count];
        try
        {
            for (var i = 0; i < inputs.Count; i++)
                values[i] = inputs[i].ToOrtValue();
            using var run = new RunOptions();
            using var terminate = cancellationToken.UnsafeRegister(static state => ((RunOptions)state!).Terminate = true, run);
            using var results = _session.Run(run, [.. inputs.Select(i => i.Name)], values, outputs);
            return copy(results);
        }
        catch (OnnxRuntimeException exception) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException("The run was terminated.", exception, cancellationToken);
        }
        finally
        {
            foreach (var value in values)
                value?.Dispose();
        }
    }

    public void Dispose() => _session.Dispose();
}
