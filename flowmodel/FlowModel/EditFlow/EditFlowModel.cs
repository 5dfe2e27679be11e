using PreferenceFlow.FlowModel.Onnx;

namespace PreferenceFlow.FlowModel.EditFlow;

/// <summary>The exported edit flow: a body that gives rates and hidden states, and token heads asked only where an edit fires.</summary>
public sealed class EditFlowModel(EditFlowShape shape, byte[] body, byte[] heads, OnnxOptions options) : IDisposable
{
    private readonly OnnxSession _body = new(body, options);
    private readonly OnnxSession _heads = new(heads, options);

    public EditFlowShape Shape { get; } = shape;

    /// <summary>Runs the body on a batch.</summary>
    public EditRates Rates(EditBatch batch)
    {
        var outputs = _body.Run(
            new OnnxInput("tokens", batch.Tokens, batch.Rows, batch.Length),
            new OnnxInput("positions", batch.Positions, batch.Rows, batch.Length));
        return new EditRates(batch, outputs[0], outputs[1], Shape.Width);
    }

    /// <summary>Token logits for insertion and substitution.</summary>
    /// <param name="hidden">Hidden states, [N, D].</param>
    /// <returns>Two arrays [N, V].</returns>
    public (float[] Insert, float[] Substitute) TokenLogits(float[] hidden)
    {
        var outputs = _heads.Run(new OnnxInput("hidden", hidden, hidden.Length / Shape.Width, Shape.Width));
        return (outputs[0], outputs[1]);
    }

    public void Dispose()
    {
        _body.Dispose();
        _heads.Dispose();
    }
}
