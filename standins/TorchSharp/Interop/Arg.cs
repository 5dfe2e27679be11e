using System.Runtime.InteropServices;

namespace TorchSharp.Interop;

/// <summary>Kinds of values that cross the border; the same numbers as in torch_shim.cpp.</summary>
internal enum Tag { None, Tensor, Int, Double, Bool, Ints, Doubles, Bools, String, Tensors, OptionalTensors, Device, Generator, Default }

[StructLayout(LayoutKind.Explicit, Size = 16)]
internal unsafe struct NativeValue
{
    [FieldOffset(0)] public Tag Tag;
    [FieldOffset(4)] public int Count;
    [FieldOffset(8)] public long Int;
    [FieldOffset(8)] public double Double;
    [FieldOffset(8)] public void* Pointer;
}

[StructLayout(LayoutKind.Sequential)]
internal unsafe struct TensorInfo
{
    public void* Data;
    public long* Sizes;
    public long* Strides;
    public long Numel, Offset;
    public int Dim, DType, DeviceType, DeviceIndex, ElementSize, Flags;

    public readonly bool RequiresGrad => (Flags & 1) != 0;
    public readonly bool IsLeaf => (Flags & 2) != 0;
    public readonly bool Contiguous => (Flags & 4) != 0;
    public readonly bool Sparse => (Flags & 8) != 0;
}

/// <summary>One argument of an operator, still managed.</summary>
internal readonly struct Arg
{
    public readonly Tag Tag;
    public readonly long Bits;
    public readonly object? Object;

    private Arg(Tag tag, long bits = 0, object? o = null) => (Tag, Bits, Object) = (tag, bits, o);

    /// <summary>The operator's own default.</summary>
    public static readonly Arg Default = new(Tag.Default);
    public static readonly Arg None = new(Tag.None);

    public static Arg List(IEnumerable<torch.Tensor> tensors) => new(Tag.Tensors, 0, tensors as torch.Tensor[] ?? tensors.ToArray());
    public static Arg Optional(torch.Tensor?[] tensors) => new(Tag.OptionalTensors, 0, tensors);
    public static Arg Of(double[]? values) => values is null ? None : new(Tag.Doubles, 0, values);

    public static implicit operator Arg(torch.Tensor? t) => t is null ? None : new(Tag.Tensor, t.Handle, t);
    public static implicit operator Arg(long v) => new(Tag.Int, v);
    public static implicit operator Arg(long? v) => v.HasValue ? new(Tag.Int, v.Value) : None;
    public static implicit operator Arg(double v) => new(Tag.Double, BitConverter.DoubleToInt64Bits(v));
    public static implicit operator Arg(double? v) => v.HasValue ? v.Value : None;
    public static implicit operator Arg(bool v) => new(Tag.Bool, v ? 1 : 0);
    public static implicit operator Arg(string? v) => v is null ? None : new(Tag.String, 0, v);
    public static implicit operator Arg(long[]? v) => v is null ? None : new(Tag.Ints, 0, v);
    public static implicit operator Arg(torch.ScalarType v) => new(Tag.Int, (long)v);
    public static implicit operator Arg(torch.ScalarType? v) => v.HasValue ? new(Tag.Int, (long)v.Value) : None;
    public static implicit operator Arg(torch.Device? v) => v is null ? None : new(Tag.Device, 0, v);
    public static implicit operator Arg(torch.Generator? v) => v is null ? None : new(Tag.Generator, v.Handle, v);
    public static implicit operator Arg(Scalar? v) => v is null ? None : v.Kind switch
    {
        Scalar.Form.Real => v.Real,
        Scalar.Form.Bool => v.Integer != 0,
        _ => v.Integer,
    };
}
