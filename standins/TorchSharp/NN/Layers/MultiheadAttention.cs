using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TorchSharp
{
    namespace Modules
    {
        /// <summary>Attention with several heads between learnt projections. Inputs are [length, batch, features].</summary>
        public sealed class MultiheadAttention : nn.Module<Tensor, Tensor, Tensor, Tensor?, bool, Tensor?, Tuple<Tensor, Tensor>>
        {
            private readonly long _size, _heads;
            private readonly double _dropout;
            private readonly bool _zero;
            [ComponentName(Name = "in_proj_weight")] private readonly Parameter? _together;
            [ComponentName(Name = "q_proj_weight")] private readonly Parameter? _query;
            [ComponentName(Name = "k_proj_weight")] private readonly Parameter? _key;
            [ComponentName(Name = "v_proj_weight")] private readonly Parameter? _value;
            [ComponentName(Name = "in_proj_bias")] private readonly Parameter? _bias;
            [ComponentName(Name = "bias_k")] private readonly Parameter? _biasKey;
            [ComponentName(Name = "bias_v")] private readonly Parameter? _biasValue;
            [ComponentName(Name = "out_proj")] private readonly Linear _out;

            internal MultiheadAttention(long size, long heads, double dropout, bool bias, bool addBias, bool addZero, long kdim, long vdim) : base(nameof(MultiheadAttention))
            {
                if (size % heads != 0)
                    throw new ArgumentException("embed_dim must be divisible by num_heads");
                (_size, _heads, _dropout, _zero) = (size, heads, dropout, addZero);
                Parameter Weight(long rows, long columns) => (Parameter)nn.init.xavier_uniform_(empty((long[])[rows, columns]).AsParameter()).DetachFromDisposeScope();
                if (kdim == size && vdim == size)
                    _together = Weight(3 * size, size);
                else
                    (_query, _key, _value) = (Weight(size, size), Weight(size, kdim), Weight(size, vdim));
                if (bias)
                    _bias = (Parameter)zeros((long[])[3 * size]).AsParameter().DetachFromDisposeScope();
                if (addBias)
                {
                    _biasKey = (Parameter)nn.init.xavier_normal_(empty((long[])[1, 1, size]).AsParameter()).DetachFromDisposeScope();
                    _biasValue = (Parameter)nn.init.xavier_normal_(empty((long[])[1, 1, size]).AsParameter()).DetachFromDisposeScope();
                }
                _out = nn.Linear(size, size, bias);
                if (_out.bias is not null)
                    nn.init.zeros_(_out.bias);
                RegisterComponents();
            }

            public new Tuple<Tensor, Tensor> call(Tensor query, Tensor key, Tensor value, Tensor? key_padding_mask = null, bool need_weights = true, Tensor? attn_mask = null) =>
                base.call(query, key, value, key_padding_mask, need_weights, attn_mask);

            /// <param name="key_padding_mask">[N, S]; true: nobody looks at this key.</param>
            /// <param name="attn_mask">[L, S] or [N·heads, L, S]; added to the scores.</param>
            /// <returns>The output, [L, N, E], and the weights, the mean of all heads, [N, L, S].</returns>
            public override Tuple<Tensor, Tensor> forward(Tensor query, Tensor key, Tensor value, Tensor? key_padding_mask, bool need_weights, Tensor? attn_mask)
            {
                using var scope = NewDisposeScope();
                var (length, batch, head) = (query.size(0), query.size(1), _size / _heads);
                var (q, k, v) = Project(query, key, value);
                if (_biasKey is not null)
                    (k, v) = (cat([k, _biasKey.expand(1, batch, _size)]), cat([v, _biasValue!.expand(1, batch, _size)]));
                (q, k, v) = (Split(q), Split(k), Split(v)); // [N·heads, L or S, E / heads]
                if (_zero)
                    (k, v) = (cat([k, k.new_zeros([k.size(0), 1, head])], 1), cat([v, v.new_zeros([v.size(0), 1, head])], 1));
                var scores = (q / Math.Sqrt(head)).bmm(k.transpose(1, 2)); // [N·heads, L, S]
                var more = k.size(1) - key.size(0);
                if (attn_mask is not null)
                {
                    if (!attn_mask.is_floating_point())
                        throw new ArgumentException("The package adds the mask to the scores, a boolean one too: give numbers, 0 and -infinity.", nameof(attn_mask));
                    scores += more > 0 ? nn.functional.pad(attn_mask, (0, more)) : attn_mask;
                }
                if (key_padding_mask is not null)
                {
                    var mask = key_padding_mask.to(ScalarType.Bool);
                    mask = more > 0 ? nn.functional.pad(mask, (0, more)) : mask;
                    scores = scores.view(batch, _heads, length, -1).masked_fill(mask.unsqueeze(1).unsqueeze(2), double.NegativeInfinity).view(batch * _heads, length, -1);
                }
                var weights = scores.softmax(-1);
                var mixed = nn.functional.dropout(weights, _dropout, training).bmm(v).transpose(0, 1).reshape(length, batch, _size);
                var output = _out.call(mixed).MoveToOuterDisposeScope();
                return Tuple.Create(output, need_weights ? weights.view(batch, _heads, length, -1).mean([1]).MoveToOuterDisposeScope() : new Tensor(0, register: false));
            }

            private (Tensor, Tensor, Tensor) Project(Tensor query, Tensor key, Tensor value)
            {
                var w = _together?.chunk(3) ?? [_query!, _key!, _value!];
                var b = _bias?.chunk(3);
                return (nn.functional.linear(query, w[0], b?[0]), nn.functional.linear(key, w[1], b?[1]), nn.functional.linear(value, w[2], b?[2]));
            }

            private Tensor Split(Tensor x) => x.contiguous().view(x.size(0), -1, _size / _heads).transpose(0, 1);
        }
    }

    public static partial class torch
    {
        public static partial class nn
        {
            public static Modules.MultiheadAttention MultiheadAttention(long embedded_dim, long num_heads, double dropout = 0.0, bool bias = true, bool add_bias_kv = false,
                bool add_zero_attn = false, long? kdim = null, long? vdim = null) =>
                new(embedded_dim, num_heads, dropout, bias, add_bias_kv, add_zero_attn, kdim ?? embedded_dim, vdim ?? embedded_dim);
        }
    }
}
