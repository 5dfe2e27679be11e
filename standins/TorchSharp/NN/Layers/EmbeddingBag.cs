using System.Diagnostics.CodeAnalysis;
using TorchSharp.Interop;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TorchSharp
{
    /// <summary>How the rows of one bag become one row.</summary>
    public enum EmbeddingBagMode { Sum = 0, Mean = 1, Max = 2 }

    namespace Modules
    {
        /// <summary>The sum, mean or maximum of a table's rows, by bags of indices: the rows of a 2-D input, or what lies between offsets of a 1-D one.</summary>
        public sealed class EmbeddingBag : nn.Module<Tensor, Tensor?, Tensor?, Tensor>, nn.IModule<Tensor, Tensor, Tensor>
        {
            [ComponentName(Name = nameof(weight))] private Parameter? _weight;
            private readonly double? _maxNorm;
            private readonly double _normType;
            private readonly EmbeddingBagMode _mode;
            private readonly bool _scaleByFrequency, _sparse, _lastOffset;
            private readonly long _padding;

            internal EmbeddingBag(Parameter table, double? max_norm, double norm_type, bool scale_grad_by_freq, EmbeddingBagMode mode,
                bool sparse, bool include_last_offset, long padding_index)
                : base(nameof(EmbeddingBag))
            {
                (_maxNorm, _normType, _scaleByFrequency, _mode, _sparse) = (max_norm, norm_type, scale_grad_by_freq, mode, sparse);
                (_lastOffset, _padding) = (include_last_offset, padding_index);
                weight = table;
            }

            [DisallowNull]
            public Parameter? weight
            {
                get => _weight;
                set => Assign(ref _weight, value, nameof(weight));
            }

            public Tensor call(Tensor input) => call(input, null, null);
            public Tensor call(Tensor input, Tensor offsets) => call(input, offsets, null);

            public new Tensor call(Tensor input, Tensor? offsets, Tensor? perSampleWeights)
            {
                if (!input.is_integral())
                    throw new ArgumentException("Embedding input must be an integral tensor.");
                if (offsets is not null && input.dtype != offsets.dtype)
                    throw new ArgumentException("input and offsets must have the same element type.");
                if (input.dim() == 1 && offsets is null)
                    throw new ArgumentException("'offsets' must be non-null for a 1-D input.");
                if (input.dim() == 2 && offsets is not null)
                    throw new ArgumentException("'offsets' must be null for a 2-D input.");
                return base.call(input, offsets, perSampleWeights);
            }

            public override Tensor forward(Tensor input, Tensor? offsets, Tensor? perSampleWeights)
            {
                using var scope = NewDisposeScope();
                if (_maxNorm is { } limit)
                    using (no_grad())
                        Aten.Do("embedding_renorm_", _weight, input, limit, _normType);
                if (input.dim() == 2)
                {
                    offsets = arange(0, input.numel(), input.size(1), input.dtype, input.device);
                    if (_lastOffset)
                        offsets = cat([offsets, full_like(offsets.narrow(0, 0, 1), input.numel())]);
                    input = input.reshape(-1);
                    perSampleWeights = perSampleWeights?.reshape(-1);
                }
                return Aten.First("embedding_bag.padding_idx", _weight, input, offsets, _scaleByFrequency, (long)_mode, _sparse,
                    perSampleWeights, _lastOffset,
                    _padding < 0 ? Arg.None : _padding).MoveToOuterDisposeScope();
            }
        }
    }

    public static partial class torch
    {
        public static partial class nn
        {
            public static Modules.EmbeddingBag EmbeddingBag(long num_embeddings, long embedding_dims, double? max_norm = null,
                double norm_type = 2.0, bool scale_grad_by_freq = false,
                EmbeddingBagMode mode = EmbeddingBagMode.Mean, bool sparse = false, bool include_last_offset = false,
                    long padding_index = -1, Device? device = null, ScalarType? dtype = null)
            {
                var table = randn([num_embeddings, embedding_dims], dtype, device);
                if (padding_index >= 0)
                    using (var padding = table.select(0, padding_index))
                        padding.zero_();
                return new(new(table), max_norm, norm_type, scale_grad_by_freq, mode, sparse, include_last_offset, padding_index);
            }

            public static Modules.EmbeddingBag EmbeddingBag_from_pretrained(Tensor embeddings, bool freeze = true, double? max_norm = null,
                double norm_type = 2.0, bool scale_grad_by_freq = false,
                EmbeddingBagMode mode = EmbeddingBagMode.Mean, bool sparse = false, bool include_last_offset = false,
                    long padding_index = -1, Device? device = null, ScalarType? dtype = null) =>
                new(Table(embeddings, freeze, device, dtype), max_norm, norm_type, scale_grad_by_freq, mode, sparse, include_last_offset,
                    padding_index);
        }
    }
}
