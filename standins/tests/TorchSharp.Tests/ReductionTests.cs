namespace TorchSharp.Tests;

public class ReductionTests
{
    /// <summary>Each makes one number of a row; Closed does it to an array.</summary>
    public static readonly Dictionary<string,
        (Func<Tensor, Tensor> Rows, Func<Tensor, Tensor> All, Func<double[], double> Closed)> Table = new()
    {
        ["sum"] = (x => x.sum(-1), x => x.sum(), r => r.Sum()), ["sum []"] = (x => x.sum([-1]), x => x.sum([0, 1]), r => r.Sum()),
        ["mean"] = (x => x.mean([-1]), x => x.mean(), r => r.Average()),
        ["prod"] = (x => x.prod(1), x => x.prod(), r => r.Aggregate((a, b) => a * b)),
        ["var"] = (x => x.var(-1), x => x.var(), r => Variance(r, 1)),
        ["var biased"] = (x => x.var(-1, unbiased: false), x => x.var([0, 1], unbiased: false), r => Variance(r, 0)),
        ["std"] = (x => x.std([-1]), x => x.std(), r => Math.Sqrt(Variance(r, 1))),
        ["max"] = (x => x.max(1).values, x => x.max(), r => r.Max()), ["min"] = (x => x.min(1).values, x => x.min(), r => r.Min()),
        ["amax"] = (x => x.amax(1), x => x.amax(0, 1), r => r.Max()), ["amin"] = (x => x.amin(1), x => x.amin([0, 1]), r => r.Min()),
        ["norm"] = (x => x.norm(1), x => x.norm(), r => Math.Sqrt(r.Sum(v => v * v))),
        ["norm 1"] = (x => x.norm(1, p: 1), x => x.norm(1f), r => r.Sum(Math.Abs)),
        ["logsumexp"] = (x => x.logsumexp(1), x => x.flatten().logsumexp(0), r => Math.Log(r.Sum(Math.Exp))),
        ["median"] = (x => x.kthvalue((x.size(1) + 1) / 2, 1).values, x => x.median(), r => r.Order().ElementAt((r.Length - 1) / 2)),
        ["nansum"] = (x => x.sum(1), x => x.nansum(), r => r.Sum()),
        ["cumsum's last"] = (x => x.cumsum(1).select(1, -1), x => x.flatten().cumsum(0)[-1], r => r.Sum()),
        ["cumprod's last"] = (x => x.cumprod(1).select(1, -1), x => x.flatten().cumprod(0)[-1], r => r.Aggregate((a, b) => a * b)),
        ["logcumsumexp's last"] = (x => x.logcumsumexp(1).select(1, -1), x => x.flatten().logcumsumexp(0)[-1],
            r => Math.Log(r.Sum(Math.Exp))),
        ["cummax's last"] = (x => x.cummax(1).values.select(1, -1), x => x.flatten().cummax(0).values[-1], r => r.Max()),
        ["quantile"] = (x => x.quantile(tensor(1.0), 1), x => x.flatten().quantile(tensor(1.0), 0), r => r.Max()),
    };

    public static TheoryData<string> Names => [.. Table.Keys];

    [Theory, MemberData(nameof(Names))]
    public void Reduction_OfRowsAndOfAll_MatchesClosedFormAndDifferences(string name)
    {
        var (rows, all, closed) = Table[name];
        using var scope = NewDisposeScope();
        var x = Check.Sample(3, 5);
        var values = x.data<double>().ToArray();
        Check.Near(values.Chunk(5).Select(closed).ToArray(), rows(x));
        Check.Near(closed(values), all(x));
        Check.Gradient(rows, x);
        Check.Gradient(all, x);
    }

    [Fact]
    public void Order_OfAKnownVector_IsFound()
    {
        using var scope = NewDisposeScope();
        var x = tensor(new[] { 3.0, 1.0, 4.0, 1.5, 5.0 });
        var (values, indices) = x.sort(descending: true);
        Check.Near([5, 4, 3, 1.5, 1], values);
        Check.Near([4, 2, 0, 3, 1], indices);
        Check.Near([1, 3, 0, 2, 4], x.argsort());
        var top = x.topk(2);
        Check.Near([5, 4], top.values);
        Check.Near([4, 2], top.indexes);
        Check.Near(4, x.argmax());
        Check.Near(1, x.argmin());
        Check.Near([4], x.argmax(0, keepdim: true));
        Check.Near([2, 0], tensor(new[,] { { 3.0, 1.0, 9.0 }, { 8.0, 1.0, 4.0 } }).max(1).indexes);
        Check.Near(3, x.kthvalue(3, null).values);
        Check.Near([1, 3], tensor(new[,] { { 3.0, 1.0 }, { 1.0, 3.0 } }).kthvalue(1, 1).indices + tensor(new[] { 0L, 3L }));
        Check.Near([0, 2, 3], searchsorted(tensor(new[] { 1.0, 2.0, 3.0 }), tensor(new[] { 0.5, 2.5, 9.0 })));
        Check.Near([0, 2, 3], bucketize(tensor(new[] { 0.5, 2.5, 9.0 }), tensor(new[] { 1.0, 2.0, 3.0 })));
        Check.Near([2, 0, 1], bincount(tensor(new[] { 0L, 0L, 2L })));
        Check.Near([1, 2], histc(tensor(new[] { 1.0, 8.0, 9.0 }), 2, 0, 10));
        var (distinct, inverse, counts) = unique(tensor(new[] { 7L, 3L, 7L }), return_inverse: true, return_counts: true);
        Check.Near([3, 7], distinct);
        Check.Near([1, 0, 1], inverse!);
        Check.Near([1, 2], counts!);
        Assert.Null(unique(distinct).counts);
        Check.Gradient(t => t.sort().Values, x);
        Check.Gradient(t => t.topk(3).values, x);
    }

    [Fact]
    public void AllAndAny_OfBooleans_AreTensors()
    {
        using var scope = NewDisposeScope();
        var x = tensor(new[,] { { true, false }, { true, true } });
        Assert.False(x.all().ToBoolean());
        Assert.True(x.any().ToBoolean());
        Check.Near([0, 1], x.all(1).to(ScalarType.Int64));
        Check.Near([1, 1], any(x, 0).to(ScalarType.Int64));
        Check.Near(3, x.count_nonzero());
    }

    [Fact]
    public void Keepdim_AndType_AreRespected()
    {
        using var scope = NewDisposeScope();
        var x = ones(2, 3);
        Assert.Equal([2, 1], x.sum(1, keepdim: true).shape);
        Assert.Equal([1, 1], x.mean([0, 1], keepdim: true).shape);
        Assert.Equal(ScalarType.Float64, x.sum(type: ScalarType.Float64).dtype);
        Assert.Equal([1, 3], x.max(0, true).values.shape);
        Assert.Equal([2, 1], x.norm(1, true).shape);
    }

    private static double Variance(double[] r,
        int correction) => r.Sum(v => (v - r.Average()) * (v - r.Average())) / (r.Length - correction);
}
