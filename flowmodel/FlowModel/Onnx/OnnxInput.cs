using Microsoft.ML.OnnxRuntime;

namespace PreferenceFlow.FlowModel.Onnx;

/// <summary>A named array with its shape, row-major.</summary>
public readonly struct OnnxInput
{
    private readonly Array _data;
    private readonly long[] _shape;

    public OnnxInput(string name, long[] data, params long[] shape) => (Name, _data, _shape) = (name, data, shape);

    public OnnxInput(string name, float[] data, params long[] shape) => (Name, _data, _shape) = (name, data, shape);

    public string Name { get; }

    internal OrtValue ToOrtValue() => _data is long[] integers
        ? OrtValue.CreateTensorValueFromMemory(integers, _shape)
        : OrtValue.CreateTensorValueFromMemory((float[])_data, _shape);
}
