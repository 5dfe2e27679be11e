using TorchSharp.Modules;

namespace TorchSharp.Tests;

public class LayerTests
{
    private static readonly ScalarType F64 = ScalarType.Float64;

    [Fact]
    public void Linear_OfASample_IsXWtPlusB()
    {
        using var scope = NewDisposeScope();
        using var layer = nn.Linear(3, 2, dtype: F64);
        var x = Check.Sample(4, 3);
        Check.Near(x.matmul(layer.weight.t()) + layer.bias!, layer.call(x));
        Assert.Equal((3, 2), (layer.in_features, layer.out_features));
        Assert.True(layer.weight.abs().max().ToDouble() <= 1 / Math.Sqrt(3));
        Check.Gradients(t => nn.functional.linear(t[0], t[1], t[2]), x, Check.Sample(2, 3), Check.Sample(2));
        Assert.Null(nn.Linear(1, 1, hasBias: false).bias);
        Check.Near(x.matmul(ones(1, 3, F64).t()), nn.Linear(nn.Parameter(ones(1, 3, F64))).call(x));
    }

    [Fact]
    public void Embedding_OfIndices_IsTheirRows()
    {
        using var scope = NewDisposeScope();
        using var layer = nn.Embedding(4, 3, padding_idx: 1);
        var ids = tensor(new long[,] { { 3, 1 }, { 0, 3 } });
        var rows = layer.call(ids);
        Assert.Equal([2, 2, 3], rows.shape);
        Check.Near(layer.weight![3], rows[0, 0]);
        Check.Near([0, 0, 0], rows[0, 1]);
        rows.sum().backward();
        Check.Near([1, 1, 1, 0, 0, 0, 0, 0, 0, 2, 2, 2], layer.weight!.grad!);
        using var frozen = nn.Embedding_from_pretrained(Check.Sample(2, 2));
        Assert.False(frozen.weight!.requires_grad);
        using var bounded = nn.Embedding_from_pretrained(ones(2, 4), max_norm: 1);
        Check.Near(1, bounded.call(tensor(new[] { 0L })).norm(), 1e-5);
    }

    [Theory]
    [InlineData(EmbeddingBagMode.Sum), InlineData(EmbeddingBagMode.Mean), InlineData(EmbeddingBagMode.Max)]
    public void EmbeddingBag_OfBags_IsTheirSumMeanOrMaximum(EmbeddingBagMode mode)
    {
        using var scope = NewDisposeScope();
        var table = Check.Sample(5, 3);
        using var layer = nn.EmbeddingBag_from_pretrained(table, mode: mode);
        var ids = tensor(new long[,] { { 0, 2 }, { 4, 4 } });
        Tensor Bag(Tensor rows) => mode switch { EmbeddingBagMode.Sum => rows.sum(dim: 0), EmbeddingBagMode.Mean => rows.mean([0]),
            _ => rows.amax(0) };
        var expected = stack([Bag(table[ids[0]]), Bag(table[ids[1]])]);
        Check.Near(expected, layer.call(ids));
        Check.Near(expected, layer.call(ids.reshape(-1), tensor(new[] { 0L, 2L })));
        Assert.Throws<ArgumentException>(() => layer.call(ids.reshape(-1)));
        Assert.Throws<ArgumentException>(() => layer.call(zeros(2, 2)));
        if (mode != EmbeddingBagMode.Sum)
            return;
        var weights = tensor(new[,] { { 2.0, 1.0 }, { 0.5, 0.0 } });
        Check.Near(stack([table[0] * 2 + table[2], table[4] * 0.5]), layer.call(ids, null, weights));
        using var trained = nn.EmbeddingBag(5, 3, mode: mode);
        trained.call(ids).sum().backward();
        Check.Near([1, 0, 1, 0, 2], trained.weight!.grad!.select(1, 0));
    }

    [Fact]
    public void LayerNorm_OfASample_HasMeanZeroAndVarianceOne()
    {
        using var scope = NewDisposeScope();
        using var layer = nn.LayerNorm(4, dtype: F64);
        var x = Check.Sample(3, 4);
        Check.Near((x - x.mean([-1], true)) / (x.var(-1, false, true) + 1e-5).sqrt(), layer.call(x));
        Check.Gradients(t => nn.functional.layer_norm(t[0], [4], t[1], t[2]), x, Check.Sample(4), Check.Sample(4));
        Assert.Null(nn.LayerNorm([2, 2], bias: false).bias);
        Assert.Empty(nn.LayerNorm(2, elementwise_affine: false).parameters());
    }

    [Fact]
    public void GroupNorm_OfASample_NormalisesEachGroup()
    {
        using var scope = NewDisposeScope();
        using var layer = nn.GroupNorm(2, 4, dtype: F64);
        nn.init.ones_(layer.weight); // the package leaves both uninitialised
        nn.init.zeros_(layer.bias!);
        var x = Check.Sample(2, 4, 3);
        var groups = x.reshape(2, 2, 6);
        Check.Near(((groups - groups.mean([-1], true)) / (groups.var(-1, false, true) + 1e-5).sqrt()).reshape(2, 4, 3), layer.call(x));
        Check.Gradients(t => nn.functional.group_norm(t[0], 2, t[1], t[2]), x, Check.Sample(4), Check.Sample(4));
        Assert.Throws<ArgumentException>(() => layer.call(zeros(2, 4)));
    }

    [Fact]
    public void Dropout_WhileTraining_ZeroesAShareAndScalesTheRest()
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        using var layer = nn.Dropout(0.25);
        var x = ones(10_000);
        var y = layer.call(x);
        Check.Near(0.25, (y == 0).to(F64).mean(), 0.02);
        Assert.Equal([0, 4f / 3], unique(y).output.data<float>().ToArray());
        layer.eval();
        Check.Near(x, layer.call(x));
        var own = x.clone();
        using var inplace = nn.Dropout(0.25, inplace: true);
        Check.Near(inplace.call(own), own);
        Assert.True((own == 0).any().ToBoolean());
    }

    [Fact]
    public void Activations_AsModules_AreTheirFunctions()
    {
        using var scope = NewDisposeScope();
        var x = Check.Between(-2, 2, 3, 4);
        (nn.Module<Tensor, Tensor> Module, Tensor Expected)[] cases =
        [
            (nn.ReLU(), x.relu()), (nn.SiLU(), x.silu()), (nn.GELU(), x.gelu()),
            (nn.GELU(GELU.Approximate.tanh), x.gelu(GELU.Approximate.tanh)), (nn.Sigmoid(), x.sigmoid()), (nn.Tanh(), x.tanh()),
            (nn.Softplus(2, 10), x.softplus(2, 10)), (nn.LogSigmoid(), x.log_sigmoid()),
            (nn.Softmax(1), x.exp() / x.exp().sum(1, true)), (nn.LogSoftmax(1), x - x.logsumexp(1, true)),
            (nn.LeakyReLU(0.2), x.leaky_relu(0.2)), (nn.Identity(), x), (nn.Flatten(0), x.reshape(-1)), (nn.ReLU(inplace: true), x.relu()),
        ];
        foreach (var (module, expected) in cases)
            using (module)
                Check.Near(expected, module.call(x.clone()));
        Check.Gradient(t => t.softmax(1), x);
        Check.Gradient(t => t.log_softmax(0), x);
        Check.Near(x.softmax(1), softmax(x, 1));
        Check.Near(x.log_softmax(1), nn.functional.log_softmax(x, 1));
        Check.Near(x[.., ..2] * x[.., 2..].sigmoid(), nn.functional.glu(x));
    }

    [Fact]
    public void Normalize_OfRows_MakesThemOneLong()
    {
        using var scope = NewDisposeScope();
        var x = Check.Sample(3, 4);
        Check.Near(x / x.norm(1, true), nn.functional.normalize(x));
        Check.Near(x / x.abs().sum(dim: 0, keepdim: true), nn.functional.normalize(x, 1, 0));
        Check.Near([0, 0], nn.functional.normalize(zeros(1, 2)));
        Check.Gradient(t => nn.functional.normalize(t), x);
        Check.Near(1, nn.functional.cosine_similarity(x, x * 2).mean());
        Check.Near([5], nn.functional.pairwise_distance(zeros(1, 2), tensor(new[,] { { 3f, 4f } }), eps: 0));
    }
}
