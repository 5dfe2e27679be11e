using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public unsafe partial class Tensor
    {
        internal TensorInfo Info
        {
            get
            {
                TensorInfo info;
                Native.Check(Native.ts_info(Handle, &info));
                GC.KeepAlive(this);
                return info;
            }
        }

        public long[] shape
        {
            get
            {
                var info = Info;
                var sizes = new ReadOnlySpan<long>(info.Sizes, info.Dim).ToArray();
                GC.KeepAlive(this);
                return sizes;
            }
        }

        public long[] size() => shape;
        public long size(int dim) => shape[Wrap(dim)];
        public long[] stride()
        {
            var info = Info;
            var strides = new ReadOnlySpan<long>(info.Strides, info.Dim).ToArray();
            GC.KeepAlive(this);
            return strides;
        }

        public long stride(int dim) => stride()[Wrap(dim)];
        public long storage_offset() => Info.Offset;
        public long dim() => Info.Dim;
        public long ndim => Info.Dim;
        public long Dimensions => Info.Dim;
        public long numel() => Info.Numel;
        public long NumberOfElements => Info.Numel;
        public long element_size() => Info.ElementSize;
        public long ElementSize => Info.ElementSize;
        public ScalarType dtype => (ScalarType)Info.DType;
        public DeviceType device_type => (DeviceType)Info.DeviceType;
        public int device_index => Info.DeviceIndex;

        public Device device
        {
            get
            {
                var info = Info;
                return new Device((DeviceType)info.DeviceType, info.DeviceIndex);
            }
        }

        public bool is_cpu() => device_type == DeviceType.CPU;
        public bool is_cuda => device_type == DeviceType.CUDA;
        public bool is_meta => device_type == DeviceType.META;
        public bool is_sparse => Info.Sparse;
        public bool is_leaf => Info.IsLeaf;
        public bool is_contiguous() => Info.Contiguous;
        public bool is_floating_point() => torch.is_floating_point(dtype);
        public bool is_integral() => torch.is_integral(dtype);

        public bool requires_grad
        {
            get => Info.RequiresGrad;
            set => Native.Check(Native.ts_set_requires_grad(Handle, value ? 1 : 0));
        }

        private int Wrap(int dim)
        {
            var n = Info.Dim;
            return dim >= -n && dim < n ? (dim < 0 ? dim + n : dim) : throw new System.Runtime.InteropServices.ExternalException($"Dimension out of range (expected to be in range of [{-n}, {n - 1}], but got {dim})");
        }
    }
}
