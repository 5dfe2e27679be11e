namespace TorchSharp;

/// <summary>A number beside a tensor; it takes part in an operation without deciding the result's precision.</summary>
public sealed class Scalar : IDisposable
{
    internal enum Form { Integer, Real, Bool }

    internal readonly Form Kind;
    internal readonly long Integer;
    internal readonly double Real;

    private Scalar(Form kind, torch.ScalarType type, long integer, double real) =>
        (Kind, Type, Integer, Real) = (kind, type, integer, real);

    internal static Scalar OfInteger(long value, torch.ScalarType type) => new(Form.Integer, type, value, value);
    internal static Scalar OfReal(double value, torch.ScalarType type) => new(Form.Real, type, (long)value, value);
    internal static Scalar OfBool(bool value) => new(Form.Bool, torch.ScalarType.Bool, value ? 1 : 0, value ? 1 : 0);

    public torch.ScalarType Type { get; }

    public static implicit operator Scalar(byte value) => OfInteger(value, torch.ScalarType.Byte);
    public static implicit operator Scalar(sbyte value) => OfInteger(value, torch.ScalarType.Int8);
    public static implicit operator Scalar(short value) => OfInteger(value, torch.ScalarType.Int16);
    public static implicit operator Scalar(int value) => OfInteger(value, torch.ScalarType.Int32);
    public static implicit operator Scalar(long value) => OfInteger(value, torch.ScalarType.Int64);
    public static implicit operator Scalar(float value) => OfReal(value, torch.ScalarType.Float32);
    public static implicit operator Scalar(double value) => OfReal(value, torch.ScalarType.Float64);
    public static implicit operator Scalar(bool value) => OfBool(value);

    public void Dispose() { }
}

public static class ScalarExtensionMethods
{
    public static Scalar ToScalar(this byte value) => value;
    public static Scalar ToScalar(this sbyte value) => value;
    public static Scalar ToScalar(this short value) => value;
    public static Scalar ToScalar(this int value) => value;
    public static Scalar ToScalar(this long value) => value;
    public static Scalar ToScalar(this float value) => value;
    public static Scalar ToScalar(this double value) => value;
    public static Scalar ToScalar(this bool value) => value;

    public static bool ToBoolean(this Scalar value) => value.Real != 0;
    public static byte ToByte(this Scalar value) => (byte)value.Integer;
    public static sbyte ToSByte(this Scalar value) => (sbyte)value.Integer;
    public static short ToInt16(this Scalar value) => (short)value.Integer;
    public static int ToInt32(this Scalar value) => (int)value.Integer;
    public static long ToInt64(this Scalar value) => value.Integer;
    public static float ToSingle(this Scalar value) => (float)value.Real;
    public static double ToDouble(this Scalar value) => value.Real;
}
