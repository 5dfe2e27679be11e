using System.Runtime.InteropServices;
using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public static Tensor arange(Scalar start, Scalar stop, Scalar step, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false)
    {
        var integral = is_integral(start.Type) && is_integral(stop.Type) && is_integral(step.Type);
        return Made("arange.start_step", null, requires_grad, start, stop, step, dtype ?? (integral ? ScalarType.Int64 : _defaultType),
            Arg.None, InitializeDevice(device));
    }

    public static Tensor arange(Scalar start, Scalar stop, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        arange(start, stop, 1, dtype, device, requires_grad);

    public static Tensor arange(Scalar stop, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        arange(0, stop, 1, dtype, device, requires_grad);

    public static Tensor linspace(double start, double end, long steps, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false) =>
        Made("linspace", null, requires_grad, start, end, steps, dtype ?? _defaultType, Arg.None, InitializeDevice(device));

    public static Tensor logspace(double start, double end, long steps, double @base = 10, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false) =>
        Made("logspace", null, requires_grad, start, end, steps, @base, dtype ?? _defaultType, Arg.None, InitializeDevice(device));

    public static Tensor eye(long rows, long columns = -1, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        string[]? names = null) =>
        Made("eye.m", names, requires_grad, rows, columns < 0 ? rows : columns, dtype ?? _defaultType, Arg.None, InitializeDevice(device));

    public static Tensor tril_indices(long row, long col, long offset = 0, ScalarType dtype = ScalarType.Int64, Device? device = null) =>
        Made("tril_indices", null, false, row, col, offset, dtype, Arg.None, InitializeDevice(device));

    public static Tensor triu_indices(long row, long col, long offset = 0, ScalarType dtype = ScalarType.Int64, Device? device = null) =>
        Made("triu_indices", null, false, row, col, offset, dtype, Arg.None, InitializeDevice(device));

    /// <summary>A tensor of an array's shape and elements; a copy.</summary>
    public static Tensor from_array(Array rawArray, Device? device = null) => FromArray(rawArray, null, device ?? CPU, false, null);

    public static Tensor from_array(Array rawArray, ScalarType? dtype, Device? device = null, bool requires_grad = false,
        string[]? names = null) =>
        FromArray(rawArray, dtype, device, requires_grad, names);

    /// <summary>What every factory ends with.</summary>
    private static Tensor Made(string op, string[]? names, bool requires_grad, params ReadOnlySpan<Arg> args)
    {
        if (names is { Length: > 0 })
            throw new NotSupportedException("Named dimensions are not part of this stand-in.");
        var tensor = Aten.Call(op, args);
        return requires_grad ? tensor.requires_grad_() : tensor;
    }

    private static unsafe Tensor FromData<T>(ReadOnlySpan<T> data, ReadOnlySpan<long> dimensions, ScalarType? dtype, Device? device,
        bool requires_grad, string[]? names)
        where T : unmanaged
    {
        var count = 1L;
        foreach (var size in dimensions)
            count *= size;
        if (count > data.Length)
            throw new ArgumentException($"mismatched total size creating a tensor from an array: {count} vs. {data.Length}");
        var type = TypeOf(typeof(T));
        var tensor = Made("empty.memory_format", names, false, dimensions.ToArray(), type, Arg.None, CPU);
        data[..(int)count].CopyTo(new Span<T>(tensor.Info.Data, (int)count));
        return Placed(tensor, dtype ?? type, device, requires_grad);
    }

    private static unsafe Tensor FromArray(Array array, ScalarType? dtype, Device? device, bool requires_grad, string[]? names)
    {
        var type = TypeOf(array.GetType().GetElementType()!);
        var shape = Enumerable.Range(0, array.Rank).Select(array.GetLongLength).ToArray();
        var tensor = Made("empty.memory_format", names, false, shape, type, Arg.None, CPU);
        var info = tensor.Info;
        var bytes = info.Numel * info.ElementSize;
        fixed (byte* source = &MemoryMarshal.GetArrayDataReference(array))
            Buffer.MemoryCopy(source, info.Data, bytes, bytes);
        return Placed(tensor, dtype ?? type, device, requires_grad);
    }

    /// <summary>Moves a new tensor on the CPU to where and what it was asked to be.</summary>
    private static Tensor Placed(Tensor tensor, ScalarType dtype, Device? device, bool requires_grad)
    {
        device = InitializeDevice(device);
        if (dtype != tensor.dtype || device.type != DeviceType.CPU)
            tensor = tensor.to(dtype, device, disposeAfter: true);
        return requires_grad ? tensor.requires_grad_() : tensor;
    }
}
