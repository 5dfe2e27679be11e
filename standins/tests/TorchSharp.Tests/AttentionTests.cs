namespace TorchSharp.Tests;

public class AttentionTests
{
    private static Tensor Plain(Tensor q, Tensor k, Tensor v, Tensor? allowed = null)
    {
        var scores = einsum("bid,bjd->bij", q, k) / Math.Sqrt(q.size(-1));
        if (allowed is not null)
            scores = where(allowed, scores, tensor(double.NegativeInfinity));
        var weights = scores.exp() / scores.exp().sum(-1, true);
        return einsum("bij,bjd->bid", weights, v);
    }

    [Fact]
    public void ScaledDotProduct_OfASample_MatchesItsFormula()
    {
        using var scope = NewDisposeScope();
        var (q, k, v) = (Check.Sample(2, 3, 4), Check.Sample(2, 5, 4).flip(1), Check.Sample(2, 5, 6));
        Check.Near(Plain(q, k, v), nn.functional.scaled_dot_product_attention(q, k, v));
        var allowed = tensor(new[,] { { true, false, true, true, false }, { true, true, true, true, true },
            { false, false, true, false, false } });
        Check.Near(Plain(q, k, v, allowed), nn.functional.scaled_dot_product_attention(q, k, v, allowed));
        var added = zeros(3, 5, ScalarType.Float64).masked_fill(~allowed, double.NegativeInfinity);
        Check.Near(Plain(q, k, v, allowed), nn.functional.scaled_dot_product_attention(q, k, v, added));
        var square = Check.Sample(2, 3, 6);
        Check.Near(Plain(q, q, square, ones(3, 3, ScalarType.Bool).tril()),
            nn.functional.scaled_dot_product_attention(q, q, square, is_casual: true));
        Check.Gradients(t => nn.functional.scaled_dot_product_attention(t[0], t[1], t[2], allowed), q, k, v);
        Assert.Throws<ArgumentException>(() => nn.functional.scaled_dot_product_attention(q, k, v, allowed, is_casual: true));
        manual_seed(1);
        Assert.False(nn.functional.scaled_dot_product_attention(q, k, v, p: 0.9).allclose(Plain(q, k, v)));
    }

    [Fact]
    public void MultiheadAttention_WithOneHead_IsAttentionBetweenProjections()
    {
        using var scope = NewDisposeScope();
        using var layer = nn.MultiheadAttention(4, 1).to(ScalarType.Float64);
        layer.eval();
        var x = Check.Sample(3, 2, 4); // [length, batch, features]
        var p = layer.state_dict();
        Assert.Equal(["in_proj_weight", "in_proj_bias", "out_proj.weight", "out_proj.bias"], p.Keys);
        var parts = nn.functional.linear(x, p["in_proj_weight"], p["in_proj_bias"]).transpose(0, 1).chunk(3, -1);
        var expected = nn.functional.linear(Plain(parts[0], parts[1], parts[2]), p["out_proj.weight"], p["out_proj.bias"]).transpose(0, 1);
        var (output, weights) = layer.call(x, x, x);
        Check.Near(expected, output);
        Assert.Equal([2, 3, 3], weights.shape);
        Check.Near(ones(2, 3), weights.sum(-1));
    }

    [Fact]
    public void MultiheadAttention_WithMasksAndExtras_LooksOnlyWhereItMay()
    {
        using var scope = NewDisposeScope();
        using var layer = nn.MultiheadAttention(4, 2, add_bias_kv: true, add_zero_attn: true, kdim: 3, vdim: 3);
        var (q, k, v) = (randn(2, 3, 4), randn(6, 3, 3), randn(6, 3, 3));
        var padding = zeros(3, 6, ScalarType.Bool);
        padding[1, 4] = true;
        var mask = zeros(2, 6);
        mask[0, 2] = float.NegativeInfinity;
        var (output, weights) = layer.call(q, k, v, padding, true, mask);
        Assert.Equal([2, 3, 4], output.shape);
        Assert.Equal([3, 2, 8], weights.shape);
        Check.Near(0, weights[1, .., 4].sum());
        Check.Near(0, weights[.., 0, 2].sum());
        Check.Near(ones(3, 2), weights.sum(-1), 1e-5);
        output.sum().backward();
        Assert.All(layer.parameters(), p => Assert.NotNull(p.grad));
        Assert.True(layer.call(q, k, v, need_weights: false).Item2.IsInvalid);
    }
}
