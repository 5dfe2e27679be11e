using System.Buffers;
using System.Text;

namespace PreferenceFlow.Training.Export;

/// <summary>As much of the protobuf wire format as an ONNX file needs.</summary>
internal sealed class ProtobufWriter
{
    private readonly ArrayBufferWriter<byte> _bytes = new();

    public ReadOnlyMemory<byte> Written => _bytes.WrittenMemory;

    public void Varint(int field, long value)
    {
        Raw((ulong)(uint)(field << 3));
        Raw((ulong)value);
    }

    public void Float(int field, float value)
    {
        Raw((ulong)(uint)((field << 3) | 5));
        _bytes.Write(BitConverter.GetBytes(value));
    }

    public void Text(int field, string value) => Bytes(field, Encoding.UTF8.GetBytes(value));

    public void Bytes(int field, ReadOnlySpan<byte> value)
    {
        Raw((ulong)(uint)((field << 3) | 2));
        Raw((ulong)value.Length);
        _bytes.Write(value);
    }

    public void Message(int field, Action<ProtobufWriter> write)
    {
        var message = new ProtobufWriter();
        write(message);
        Bytes(field, message.Written.Span);
    }

    private void Raw(ulong value)
    {
        for (; value >= 0x80; value >>= 7)
            _bytes.Write([(byte)(value | 0x80)]);
        _bytes.Write([(byte)value]);
    }
}
