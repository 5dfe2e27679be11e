using PreferenceFlow.FlowModel.Onnx;

namespace PreferenceFlow.FlowModel.EditFlow;

/// <summary>The exported edit flow: a body that gives rates and hidden states, and token heads asked only where an edit fires.</summary>
public sealed class EditFlowModel(EditFlowShape shape, byte[] body, byte[] heads, OnnxOptions options) : IDisposable
{
    private readonly OnnxSession _body = new(body, options);
    private readonly OnnxSession _heads = new(heads, options);

    private long _operations;

    public EditFlowShape Shape { get; } = shape;

    /// <summary>Floating-point operations of all matrix products so far, padding included; a multiplication and an addition are two.</summary>
    public long Operations => Interlocked.Read(ref _operations);

    /// <summary>Runs the body on a batch.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public EditRates Rates(EditBatch batch, CancellationToken cancellationToken)
    {
        // A block has 12·D² weights a token and two products of D with every position of the row.
        var perToken = (12L * Shape.Width * Shape.Width) + (2L * Shape.Width * batch.Length);
        Interlocked.Add(ref _operations, 2L * batch.Rows * batch.Length * Shape.Depth * perToken);
        OnnxInput[] inputs =
        [
            new("tokens", batch.Tokens, batch.Rows, batch.Length),
            new("positions", batch.Positions, batch.Rows, batch.Length),
        ];
        var outputs = _body.Run(inputs, cancellationToken);
        return new EditRates(batch, outputs[0], outputs[1], Shape.Width);
    }

    /// <summary>Token logits for insertion and substitution.</summary>
    /// <param name="hidden">Hidden states, [N, D].</param>
    /// <returns>Two arrays [N, V].</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public (float[] Insert, float[] Substitute) TokenLogits(float[] hidden, CancellationToken cancellationToken)
    {
        var rows = hidden.Length / Shape.Width;
        Interlocked.Add(ref _operations, 2L * rows * 2 * Shape.Width * (Shape.Width + Shape.Vocabulary));
        var outputs = _heads.Run([new("hidden", hidden, rows, Shape.Width)], cancellationToken);
        return (outputs[0], outputs[1]);
    }

    public void Dispose()
    {
        _body.Dispose();
        _heads.Dispose();
    }
}
