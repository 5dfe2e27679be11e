using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            private static readonly bool NativeAttention = Aten.Has("scaled_dot_product_attention");

            /// <summary>softmax(q kᵀ / √d + mask) v. A boolean mask says who may be looked at; another one is added.</summary>
            /// <param name="is_casual">Each position sees itself and what is before it; excludes a mask.</param>
            public static Tensor scaled_dot_product_attention(Tensor query, Tensor key, Tensor value, Tensor? attn_mask = null,
                double p = 0.0, bool is_casual = false)
            {
                if (p < 0 || p > 1)
                    throw new ArgumentException($"Dropout probability {p} is not between 0 and 1.", nameof(p));
                if (is_casual && attn_mask is not null)
                    throw new ArgumentException("Casual attention masking cannot pass a mask.", nameof(attn_mask));
                return NativeAttention
                    ? Aten.Call("scaled_dot_product_attention", query, key, value, attn_mask, p, is_casual)
                    : ComposedAttention(query, key, value, attn_mask, p, is_casual);
            }

            /// <summary>The same, from its parts, for a libtorch that does not offer it (before 2.0).</summary>
            internal static Tensor ComposedAttention(Tensor query, Tensor key, Tensor value, Tensor? mask, double p, bool causal)
            {
                using var scope = NewDisposeScope();
                var scores = query.mul(1 / Math.Sqrt(query.size(-1))).matmul(key.transpose(-2, -1));
                if (causal)
                    mask = ones([query.size(-2), key.size(-2)], ScalarType.Bool, query.device).tril();
                if (mask is not null)
                    scores = mask.dtype == ScalarType.Bool ? scores.masked_fill(mask.logical_not(),
                        double.NegativeInfinity) : scores.add(mask);
                var weights = scores.softmax(-1);
                if (p > 0)
                    weights = dropout(weights, p);
                return weights.matmul(value).MoveToOuterDisposeScope();
            }
        }
    }
}
