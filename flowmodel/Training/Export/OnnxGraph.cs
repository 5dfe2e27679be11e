using System.Runtime.InteropServices;

namespace PreferenceFlow.Training.Export;

/// <summary>An ONNX graph under construction (IR 8, opset 17); values are referred to by name.</summary>
internal sealed class OnnxGraph(string name)
{
    /// <summary>TensorProto.DataType of onnx.proto.</summary>
    public const int Float = 1, Int64 = 7, Bool = 9;

    private readonly ProtobufWriter _graph = Named(name);
    private int _nodes;

    /// <summary>Declares an input; a null dimension is dynamic.</summary>
    public string Input(string input, int type, params long?[] shape)
    {
        _graph.Message(11, info => WriteValueInfo(info, input, type, shape));
        return input;
    }

    /// <summary>Declares an output under a name of its own; a null dimension is dynamic.</summary>
    public void Output(string value, string output, int type, params long?[] shape)
    {
        Emit("Identity", [value], output, []);
        _graph.Message(12, info => WriteValueInfo(info, output, type, shape));
    }

    /// <summary>Stores weights, row-major.</summary>
    public string Weights(ReadOnlySpan<float> values, params long[] shape) => Initializer(MemoryMarshal.AsBytes(values).ToArray(), Float, shape);

    public string Integers(params long[] values) => Initializer(MemoryMarshal.AsBytes(values.AsSpan()).ToArray(), Int64, [values.Length]);

    public string Scalar(float value) => Initializer(BitConverter.GetBytes(value), Float, []);

    public string IntegerScalar(long value) => Initializer(BitConverter.GetBytes(value), Int64, []);

    /// <summary>Adds a node of the default operator set and gives the name of its output.</summary>
    public string Node(string operation, string[] inputs, params (string Name, object Value)[] attributes)
    {
        var output = $"v{_nodes++}";
        Emit(operation, inputs, output, attributes);
        return output;
    }

    /// <summary>The bytes of the model file.</summary>
    public byte[] ToModel()
    {
        var model = new ProtobufWriter();
        model.Varint(1, 8);                                  // ir_version
        model.Text(2, "PreferenceFlow");                     // producer_name
        model.Bytes(7, _graph.Written.Span);                 // graph
        model.Message(8, opset => opset.Varint(2, 17));      // opset_import
        return model.Written.ToArray();
    }

    private void Emit(string operation, string[] inputs, string output, (string Name, object Value)[] attributes) =>
        _graph.Message(1, node =>
        {
            foreach (var input in inputs)
                node.Text(1, input);
            node.Text(2, output);
            node.Text(4, operation);
            foreach (var (attribute, value) in attributes)
                node.Message(5, a => WriteAttribute(a, attribute, value));
        });

    private string Initializer(byte[] raw, int type, long[] shape)
    {
        var initializer = $"w{_nodes++}";
        _graph.Message(5, tensor =>
        {
            foreach (var dimension in shape)
                tensor.Varint(1, dimension);
            tensor.Varint(2, type);
            tensor.Text(8, initializer);
            tensor.Bytes(9, raw);
        });
        return initializer;
    }

    private static void WriteAttribute(ProtobufWriter attribute, string name, object value)
    {
        attribute.Text(1, name);
        switch (value)
        {
            case float number:
                attribute.Float(2, number);
                attribute.Varint(20, 1);
                break;
            case long integer:
                attribute.Varint(3, integer);
                attribute.Varint(20, 2);
                break;
            case long[] integers:
                foreach (var integer in integers)
                    attribute.Varint(8, integer);
                attribute.Varint(20, 7);
                break;
            default:
                throw new ArgumentException($"Attribute {name} is a {value.GetType().Name}; float, long or long[] was expected.", nameof(value));
        }
    }

    private static void WriteValueInfo(ProtobufWriter info, string name, int type, long?[] shape)
    {
        info.Text(1, name);
        info.Message(2, t => t.Message(1, tensor =>
        {
            tensor.Varint(1, type);
            tensor.Message(2, dimensions =>
            {
                foreach (var (index, dimension) in shape.Index())
                {
                    dimensions.Message(1, d =>
                    {
                        if (dimension is { } fixedSize)
                            d.Varint(1, fixedSize);
                        else
                            d.Text(2, $"{name}_{index}");
                    });
                }
            });
        }));
    }

    private static ProtobufWriter Named(string name)
    {
        var graph = new ProtobufWriter();
        graph.Text(2, name);
        return graph;
    }
}
