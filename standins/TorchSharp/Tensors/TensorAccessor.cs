using System.Collections;

namespace TorchSharp.Utils;

/// <summary>A tensor's elements, in place, in the order of its dimensions. The tensor must be on the CPU and outlive it.</summary>
public sealed unsafe class TensorAccessor<T> : IDisposable, IEnumerable<T> where T : unmanaged
{
    private readonly torch.Tensor _tensor;
    private readonly T* _data;
    private readonly long[] _shape, _strides;
    private readonly bool _contiguous;

    internal TensorAccessor(torch.Tensor tensor)
    {
        var info = tensor.Info;
        if ((DeviceType)info.DeviceType != DeviceType.CPU)
            throw new InvalidOperationException("Reading data from non-CPU memory is not supported. Move or copy the tensor to the cpu before reading.");
        _tensor = tensor;
        _data = (T*)info.Data;
        _shape = tensor.shape;
        _strides = tensor.stride();
        _contiguous = info.Contiguous;
        Count = info.Numel;
    }

    public long Count { get; }
    public bool IsReadOnly => false;

    public T this[params long[] indices]
    {
        get => _data[Offset(indices)];
        set => _data[Offset(indices)] = value;
    }

    public T[] ToArray()
    {
        var array = new T[Count];
        CopyTo(array.AsSpan());
        return array;
    }

    /// <summary>An array with as many dimensions as the tensor.</summary>
    public Array ToNDArray()
    {
        if (_shape.Length <= 1)
            return ToArray();
        var array = Array.CreateInstance(typeof(T), _shape);
        fixed (byte* target = &System.Runtime.InteropServices.MemoryMarshal.GetArrayDataReference(array))
            CopyTo(new Span<T>(target, checked((int)Count)));
        return array;
    }

    public void CopyTo(T[] array, int arrayIndex = 0, long tensorIndex = 0) => CopyTo(array.AsSpan(), arrayIndex, tensorIndex);

    public void CopyTo(Span<T> array, int arrayIndex = 0, long tensorIndex = 0)
    {
        var n = (int)Math.Min(array.Length - arrayIndex, Count - tensorIndex);
        if (_contiguous)
            new ReadOnlySpan<T>(_data + tensorIndex, n).CopyTo(array[arrayIndex..]);
        else
            for (var i = 0; i < n; i++)
                array[arrayIndex + i] = _data[Strided(tensorIndex + i)];
        GC.KeepAlive(_tensor);
    }

    public void CopyFrom(T[] array, int arrayIndex = 0, long tensorIndex = 0) => CopyFrom((ReadOnlySpan<T>)array, arrayIndex, tensorIndex);

    public void CopyFrom(ReadOnlySpan<T> array, int arrayIndex = 0, long tensorIndex = 0)
    {
        var n = (int)Math.Min(array.Length - arrayIndex, Count - tensorIndex);
        if (_contiguous)
            array.Slice(arrayIndex, n).CopyTo(new Span<T>(_data + tensorIndex, n));
        else
            for (var i = 0; i < n; i++)
                _data[Strided(tensorIndex + i)] = array[arrayIndex + i];
        GC.KeepAlive(_tensor);
    }

    public static bool operator ==(TensorAccessor<T> left, TensorAccessor<T> right) => left.SequenceEqual(right);
    public static bool operator !=(TensorAccessor<T> left, TensorAccessor<T> right) => !left.SequenceEqual(right);
    public override bool Equals(object? obj) => obj is TensorAccessor<T> other && this == other;
    public override int GetHashCode() => this.Aggregate(0, HashCode.Combine);

    public IEnumerator<T> GetEnumerator()
    {
        for (long i = 0; i < Count; i++)
            yield return Read(i);
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public void Dispose() { }

    private T Read(long index) => _data[_contiguous ? index : Strided(index)];

    private long Offset(long[] indices)
    {
        if (indices.Length == 1)
            return indices[0] >= 0 && indices[0] < Count ? Strided(indices[0]) : throw new IndexOutOfRangeException();
        long offset = 0;
        for (var i = 0; i < _shape.Length; i++)
        {
            if (indices[i] < 0 || indices[i] >= _shape[i])
                throw new IndexOutOfRangeException($"{indices[i]} >= {_shape[i]} in dimension {i}.");
            offset += indices[i] * _strides[i];
        }
        return offset;
    }

    private long Strided(long index)
    {
        if (_contiguous)
            return index;
        long offset = 0;
        for (var i = _shape.Length - 1; i >= 0; i--)
        {
            index = Math.DivRem(index, _shape[i], out var position);
            offset += position * _strides[i];
        }
        return offset;
    }
}
