using System.Diagnostics.CodeAnalysis;
using TorchSharp.Interop;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TorchSharp
{
    namespace Modules
    {
        /// <summary>A row of a table for each index.</summary>
        public sealed class Embedding : nn.Module<Tensor, Tensor>
        {
            [ComponentName(Name = nameof(weight))] private Parameter? _weight;
            private readonly long? _padding;
            private readonly double? _maxNorm;
            private readonly double _normType;
            private readonly bool _scaleByFrequency, _sparse;

            internal Embedding(Parameter table, long? padding_idx, double? max_norm, double norm_type, bool scale_grad_by_freq,
                bool sparse) : base(nameof(Embedding))
            {
                var rows = table.size(0);
                if (padding_idx is { } p && (p >= rows || p < -rows))
                    throw new ArgumentException("Padding_idx must be within num_embeddings", nameof(padding_idx));
                _padding = padding_idx < 0 ? padding_idx + rows : padding_idx;
                (_maxNorm, _normType, _scaleByFrequency, _sparse) = (max_norm, norm_type, scale_grad_by_freq, sparse);
                weight = table;
            }

            [DisallowNull]
            public Parameter? weight
            {
                get => _weight;
                set => Assign(ref _weight, value, nameof(weight));
            }

            public override Tensor forward(Tensor input)
            {
                if (_maxNorm is { } limit)
                    using (no_grad())
                        Aten.Do("embedding_renorm_", _weight, input, limit, _normType);
                return Aten.Call("embedding", _weight, input, _padding ?? -1, _scaleByFrequency, _sparse);
            }
        }
    }

    public static partial class torch
    {
        public static partial class nn
        {
            public static Modules.Embedding Embedding(long num_embeddings, long embedding_dims, long? padding_idx = null,
                double? max_norm = null, double norm_type = 2.0,
                bool scale_grad_by_freq = false, bool sparse = false, Device? device = null, ScalarType? dtype = null)
            {
                var table = randn([num_embeddings, embedding_dims], dtype, device);
                if (padding_idx is { } row)
                    using (var padding = table.select(0, row))
                        padding.zero_();
                return new(new(table), padding_idx, max_norm, norm_type, scale_grad_by_freq, sparse);
            }

            public static Modules.Embedding Embedding_from_pretrained(Tensor embeddings, bool freeze = true, long? padding_idx = null,
                double? max_norm = null, double norm_type = 2.0,
                bool scale_grad_by_freq = false, bool sparse = false, Device? device = null, ScalarType? dtype = null) =>
                new(Table(embeddings, freeze, device, dtype), padding_idx, max_norm, norm_type, scale_grad_by_freq, sparse);

            private static Modules.Parameter Table(Tensor embeddings, bool freeze, Device? device, ScalarType? dtype)
            {
                using var table = embeddings.detach();
                return new(table.to(dtype ?? table.dtype, device ?? table.device, copy: true), requires_grad: !freeze);
            }
        }
    }
}
