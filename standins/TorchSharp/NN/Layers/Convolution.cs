using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TorchSharp
{
    public enum PaddingModes { Zeros = 0, Reflect = 1, Replicate = 2, Circular = 3, Constant = 4 }

    public enum Padding { Valid = 0, Same = 1 }

    namespace Modules
    {
        /// <summary>What convolutions of all kinds share: their sizes, weight and bias.</summary>
        public abstract class Convolution : nn.Module<Tensor, Tensor>
        {
            [ComponentName(Name = nameof(weight))] protected Parameter? _weight;
            [ComponentName(Name = nameof(bias))] protected Parameter? _bias;

            /// <summary>As functional.pad wants it: last dimension first, both ends of each.</summary>
            protected long[] _reversed_padding_repeated_twice = [];

            protected Convolution(string name, long in_channels, long out_channels, long[] kernel_size, long[] stride, long[]? padding,
                Padding? padding_type, long[] dilation,
                bool transposed, long[] output_padding, long groups, bool bias, PaddingModes padding_mode, Device? device = null,
                    ScalarType? dtype = null) : base(name)
            {
                if (transposed && padding_mode != PaddingModes.Zeros)
                    throw new ArgumentException("Only PaddingModes.Zeros is supported for ConvTransposeND", nameof(padding_mode));
                (this.in_channels, this.out_channels, this.groups, this.transposed) = (in_channels, out_channels, groups, transposed);
                (this.kernel_size, this.stride, this.dilation, this.output_padding, this.padding_mode) = (kernel_size, stride, dilation,
                    output_padding, padding_mode);
                if (padding_type is { } kind)
                    SetPadding(kind);
                else
                    SetPadding(padding ?? new long[kernel_size.Length]);
                long[] channels = transposed ? [in_channels, out_channels / groups] : [out_channels, in_channels / groups];
                weight = empty((long[])[.. channels, .. kernel_size], dtype, device).AsParameter();
                if (bias)
                    this.bias = empty((long[])[out_channels], dtype, device).AsParameter();
                reset_parameters();
            }

            public long in_channels { get; }
            public long out_channels { get; }
            public long[] kernel_size { get; set; }
            public long[] stride { get; set; }
            public long[] dilation { get; set; }
            public long[] output_padding { get; set; }
            public long groups { get; set; }
            public bool transposed { get; }
            public PaddingModes padding_mode { get; set; }
            public long[]? padding { get; private set; }
            public Padding? padding_type { get; private set; }

            public Parameter weight
            {
                get => _weight!;
                set => Assign(ref _weight, value, nameof(weight));
            }

            public Parameter? bias
            {
                get => _bias;
                set => Assign(ref _bias, value, nameof(bias));
            }

            public void reset_parameters()
            {
                nn.init.kaiming_uniform_(weight, Math.Sqrt(5));
                var (fanIn, _) = nn.init.CalculateFanInAndFanOut(weight);
                if (bias is not null && fanIn > 0)
                    nn.init.uniform_(bias, -1 / Math.Sqrt(fanIn), 1 / Math.Sqrt(fanIn));
            }

            public void SetPadding(long[] padding)
            {
                (this.padding, padding_type) = (padding, null);
                _reversed_padding_repeated_twice = padding.AsEnumerable().Reverse().SelectMany(p => new[] { p, p }).ToArray();
            }

            public void SetPadding(Padding padding)
            {
                if (transposed)
                    throw new ArgumentException("Cannot set padding type on ConvTransposeND");
                if (padding == Padding.Same && stride.Any(step => step != 1))
                    throw new ArgumentException("padding='same' is not supported for strided convolutions");
                (this.padding, padding_type) = (null, padding);
                _reversed_padding_repeated_twice = kernel_size.Zip(dilation,
                    (kernel, gap) => padding == Padding.Same ? gap * (kernel - 1) : 0)
                    .Reverse().SelectMany(total => new[] { total / 2, total - total / 2 }).ToArray();
            }

            protected bool ValidateShape(Tensor input, long dimensions)
            {
                var shape = input.shape;
                return shape.Length == dimensions + 2 ? shape[1] == in_channels : shape.Length == dimensions + 1 && shape[0] == in_channels;
            }
        }

        /// <summary>A convolution's transpose: what one makes of an output's shape, this makes of an input's.</summary>
        public abstract class ConvolutionTranspose : Convolution
        {
            protected ConvolutionTranspose(string name, long in_channels, long out_channels, long[] kernel_size, long[] stride,
                long[]? padding, Padding? padding_type, long[] dilation,
                bool transposed, long[] output_padding, long groups, bool bias, PaddingModes padding_mode, Device? device = null,
                    ScalarType? dtype = null)
                : base(name, in_channels, out_channels, kernel_size, stride, padding, padding_type, dilation, transposed, output_padding,
                    groups, bias, padding_mode, device, dtype) { }

            public override Tensor forward(Tensor input) => forward(input, null);

            public abstract Tensor forward(Tensor input, long[]? output_size);

            /// <summary>The padding that makes the output the size asked for, of the several sizes that this convolution maps to one.</summary>
            protected long[] _output_padding(Tensor input, long[]? output_size, long[] kernel_size, long[] stride, long[] padding,
                long[] dilation, long num_spatial_dims)
            {
                if (output_size is null)
                    return output_padding;
                var n = (int)num_spatial_dims;
                var (wanted, given) = (output_size[^n..], input.shape[^n..]);
                return Enumerable.Range(0, n).Select(d =>
                {
                    var least = (given[d] - 1) * stride[d] - 2 * padding[d] + dilation[d] * (kernel_size[d] - 1) + 1;
                    return wanted[d] >= least && wanted[d] < least + stride[d]
                        ? wanted[d] - least
                        : throw new ArgumentException($"requested an output size of {wanted[d]}, but valid sizes range from {least} to {least + stride[d] - 1}");
                }).ToArray();
            }
        }
    }
}
