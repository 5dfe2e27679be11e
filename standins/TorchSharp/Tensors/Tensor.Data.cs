using TorchSharp.Interop;
using TorchSharp.Utils;

namespace TorchSharp;

public static partial class torch
{
    public unsafe partial class Tensor
    {
        /// <summary>The elements, in place. The type must be the tensor's own.</summary>
        public TensorAccessor<T> data<T>() where T : unmanaged
        {
            if (TypeOf(typeof(T)) != dtype)
                throw new ArgumentException($"{typeof(T).Name} is not compatible with {dtype}");
            return new TensorAccessor<T>(this);
        }

        /// <summary>The only element.</summary>
        public T item<T>() where T : unmanaged =>
            NumberOfElements == 1 ? data<T>()[0] : throw new ArgumentException("Number of elements in the tensor must be 1");

        /// <summary>The memory itself, of a contiguous tensor on the CPU.</summary>
        public Span<byte> bytes
        {
            get
            {
                var info = Info;
                if (!info.Contiguous)
                    throw new InvalidOperationException("The bytes of a tensor that is not contiguous cannot be read. Call contiguous() first.");
                if ((DeviceType)info.DeviceType != DeviceType.CPU)
                    throw new InvalidOperationException("Reading data from non-CPU memory is not supported. Move or copy the tensor to the cpu before reading.");
                return new Span<byte>(info.Data, checked((int)(info.Numel * info.ElementSize)));
            }
            set
            {
                var target = bytes;
                if (value.Length != target.Length)
                    throw new ArgumentException("Mismatched data sizes in Tensor.set_bytes().");
                value.CopyTo(target);
            }
        }

        public Scalar ToScalar()
        {
            var value = Aten.Value("item", this);
            return value.Tag switch
            {
                Tag.Double => Scalar.OfReal(value.Double, dtype),
                Tag.Bool => Scalar.OfBool(value.Int != 0),
                _ => Scalar.OfInteger(value.Int, dtype),
            };
        }

        public bool is_nonzero() => Aten.Bool("is_nonzero", this);

        /// <summary>Writes the elements as they lie in memory, in chunks, so that a tensor of any size fits.</summary>
        public void WriteBytesToStream(Stream stream, int bufferSize = 1024)
        {
            using var plain = Plain();
            var info = plain.Info;
            for (long at = 0, size = info.Numel * info.ElementSize; at < size; at += Chunk)
                stream.Write(new ReadOnlySpan<byte>((byte*)info.Data + at, (int)Math.Min(Chunk, size - at)));
        }

        public void ReadBytesFromStream(Stream stream, int bufferSize = 1024)
        {
            var info = Info;
            if (!info.Contiguous || (DeviceType)info.DeviceType != DeviceType.CPU)
            {
                using var plain = empty(shape, dtype, CPU);
                plain.ReadBytesFromStream(stream, bufferSize);
                copy_(plain);
                return;
            }
            for (long at = 0, size = info.Numel * info.ElementSize; at < size; at += Chunk)
                stream.ReadExactly(new Span<byte>((byte*)info.Data + at, (int)Math.Min(Chunk, size - at)));
        }

        private const long Chunk = 1 << 24;

        private Tensor Plain()
        {
            using var here = detach();
            using var cpu = here.cpu();
            return cpu.contiguous();
        }
    }
}
