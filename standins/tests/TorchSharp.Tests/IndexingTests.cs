using static TorchSharp.torch.TensorIndex;

namespace TorchSharp.Tests;

public class IndexingTests
{
    /// <summary>Of arange(24) as [2, 3, 4].</summary>
    public static readonly Dictionary<string, (Func<Tensor, Tensor> Index, long[] Shape, double[] Begins)> Table = new()
    {
        ["number"] = (x => x[1], [3, 4], [12, 13]), ["two numbers"] = (x => x[1, 2], [4], [20, 21]),
        ["three numbers"] = (x => x[1, 2, 3], [], [23]), ["from the end"] = (x => x[-1, -1], [4], [20]),
        ["range"] = (x => x[.., 1..], [2, 2, 4], [4, 5]), ["range to the end"] = (x => x[.., ..^1], [2, 2, 4], [0]),
        ["index from the end"] = (x => x[.., ^1], [2, 4], [8]),
        ["slice with step"] = (x => x[Colon, Colon, Slice(0, null, 2)], [2, 3, 2], [0, 2, 4]),
        ["ellipsis"] = (x => x[Ellipsis, 1], [2, 3], [1, 5]), ["new axis"] = (x => x[None, Colon, None], [1, 2, 1, 3, 4], [0]),
        ["mixed"] = (x => x[1, .., 2..3], [3, 1], [14, 18]), ["slice by tuple"] = (x => x[Slice((1, null))], [1, 3, 4], [12]),
        ["tensor"] = (x => x[tensor(new[] { 1L, 0L, 1L })], [3, 3, 4], [12]),
        ["two tensors"] = (x => x[tensor(new[] { 1L, 0L }), tensor(new[] { 2L, 1L })], [2, 4], [20, 21, 22, 23, 4]),
        ["tensor after slice"] = (x => x[Colon, TensorIndex.Tensor(tensor(new[] { 2L, 0L }))], [2, 2, 4], [8, 9]),
        ["tensor after number"] = (x => x[1, TensorIndex.Tensor(tensor(new[] { 2L, 0L }))], [2, 4], [20]),
        ["mask"] = (x => x[x > 20.0], [3], [21, 22, 23]),
        ["mask of rows"] = (x => x[TensorIndex.Tensor(tensor(new[] { false, true }))], [1, 3, 4], [12]),
        ["mask after ellipsis"] = (x => x[Ellipsis, TensorIndex.Tensor(tensor(new[] { true, false, false, true }))], [2, 3, 2],
            [0, 3, 4, 7]),
        ["true"] = (x => x[Bool(true), 0], [1, 3, 4], [0]),
        ["index_select"] = (x => x.index_select(1, tensor(new[] { 2L, 2L })), [2, 2, 4], [8, 9, 10, 11, 8]),
        ["masked_select"] = (x => x.masked_select(x < 2), [2], [0, 1]), ["take"] = (x => x.take(tensor(new[] { 23L, 0L })), [2], [23, 0]),
        ["gather"] = (x => x.gather(2, tensor(new long[] { 3, 0, 1, 2, 2, 2 }).reshape(2, 3, 1)), [2, 3, 1], [3, 4, 9, 14]),
        ["take_along_dim"] = (x => x.take_along_dim(zeros(2, 1, 4, ScalarType.Int64), 1), [2, 1, 4], [0, 1]),
    };

    public static TheoryData<string> Names => [.. Table.Keys];

    [Theory, MemberData(nameof(Names))]
    public void Index_OfCountingNumbers_IsAsTabled(string name)
    {
        var (index, shape, begins) = Table[name];
        using var scope = NewDisposeScope();
        var x = arange(24, ScalarType.Float64).reshape(2, 3, 4);
        var result = index(x);
        Assert.Equal(shape, result.shape);
        Check.Near(begins, result.reshape(-1)[..begins.Length]);
        if (name is not ("mask" or "masked_select")) // their choice depends on the values
            Check.Gradient(index, Check.Sample(2, 3, 4));
    }

    [Fact]
    public void Index_ThatIsWritten_ChangesOnlyItsPlaces()
    {
        using var scope = NewDisposeScope();
        Tensor Written(Action<Tensor> write)
        {
            var x = arange(6, ScalarType.Float64).reshape(2, 3);
            write(x);
            return x;
        }
        Check.Near([0, 1, 2, 9, 9, 9], Written(x => x[1] = tensor(9.0)));
        Check.Near([0, 7, 2, 3, 4, 5], Written(x => x[0, 1] = 7));
        Check.Near([0, 8, 8, 3, 8, 8], Written(x => x[.., 1..] = tensor(8.0)));
        Check.Near([5, 1, 2, 6, 4, 5], Written(x => x[Colon, 0] = tensor(new[] { 5.0, 6.0 })));
        Check.Near([0, 1, 2, 0, 0, 0], Written(x => x[x > 2.0] = tensor(0.0)));
        Check.Near([0, 1, 2, -1, -1, -1], Written(x => x.index_put_((Scalar)(-1), TensorIndex.Tensor(x > 2.0))));
        Check.Near([2, 1, 2, 3, 4, 5],
            Written(x => x.index_put_(ones(2, ScalarType.Float64), [tensor(new[] { 0L, 0L }), tensor(new[] { 0L, 0L })],
            accumulate: true)));
        Check.Near([0, 9, 2, 3, 9, 5], Written(x => x[Colon, TensorIndex.Tensor(tensor(new[] { 1L }))] = tensor(9.0)));
        Check.Near([4, 4, 4, 4, 4, 4], Written(x => x[Ellipsis] = tensor(4.0)));
    }

    [Fact]
    public void Scatter_ByDimension_AddsOrReplaces()
    {
        using var scope = NewDisposeScope();
        var index = tensor(new long[,] { { 0, 2, 2 }, { 1, 1, 0 } });
        var source = tensor(new[,] { { 1.0, 2.0, 3.0 }, { 4.0, 5.0, 6.0 } });
        Check.Near([1, 0, 5, 6, 9, 0], zeros(2, 3, ScalarType.Float64).scatter_add_(1, index, source));
        Check.Near([1, 0, 5, 6, 9, 0], zeros(2, 3, ScalarType.Float64).scatter_add(1, index, source));
        Check.Near([0, 7, 0, 8],
            zeros(2, 2, ScalarType.Float64).scatter(1, ones(2, 1, ScalarType.Int64), tensor(new[,] { { 7.0 }, { 8.0 } })));
        Check.Near([0, 7, 0, 8],
            zeros(2, 2, ScalarType.Float64).scatter_(1, ones(2, 1, ScalarType.Int64), tensor(new[,] { { 7.0 }, { 8.0 } })));
        Check.Near([2, 0, 2], zeros(3, ScalarType.Float64).index_add_(0, tensor(new[] { 0L, 2L }), ones(2, ScalarType.Float64), 2));
        Check.Near([1, 0, 1], zeros(3, ScalarType.Float64).index_add(0, tensor(new[] { 0L, 2L }), ones(2, ScalarType.Float64), 1));
        Check.Near([1, 0, 1], zeros(3, ScalarType.Float64).index_copy(0, tensor(new[] { 0L, 2L }), ones(2, ScalarType.Float64)));
        Check.Near([5, 0, 5], zeros(3, ScalarType.Float64).index_fill_(0, tensor(new[] { 0L, 2L }), 5));
        Check.Near([3, 0, 4], zeros(3, ScalarType.Float64).masked_scatter(tensor(new[] { true, false, true }), tensor(new[] { 3.0, 4.0 })));
        Check.Near([0, 2], tensor(new[] { 1, 0, 1 }).nonzero());
        Check.Gradients(t => t[0].scatter_add(1, index, t[1]), Check.Sample(2, 3), Check.Sample(2, 3));
        Check.Gradients(t => t[0].index_add(0, tensor(new[] { 1L, 1L }), t[1], 2), Check.Sample(2, 3), Check.Sample(2, 3));
        Check.Gradient(t => t.masked_fill(tensor(new[] { true, false, true }), 0), Check.Sample(2, 3));
    }
}
