namespace TorchSharp.Tests;

public class LinearAlgebraTests
{
    /// <summary>Each against the same sum written as an einsum, which is checked against loops below.</summary>
    public static readonly Dictionary<string, (Func<Tensor[], Tensor> Operation, string Equation, long[][] Shapes)> Table = new()
    {
        ["matmul"] = (t => t[0].matmul(t[1]), "ij,jk->ik", [[2, 3], [3, 4]]),
        ["matmul batched"] = (t => matmul(t[0], t[1]), "bij,bjk->bik", [[2, 2, 3], [2, 3, 2]]),
        ["matmul broadcast"] = (t => t[0].matmul(t[1]), "bij,jk->bik", [[2, 2, 3], [3, 2]]),
        ["mm"] = (t => t[0].mm(t[1]), "ij,jk->ik", [[2, 3], [3, 4]]),
        ["bmm"] = (t => bmm(t[0], t[1]), "bij,bjk->bik", [[2, 2, 3], [2, 3, 2]]), ["mv"] = (t => t[0].mv(t[1]), "ij,j->i", [[2, 3], [3]]),
        ["dot"] = (t => t[0].dot(t[1]), "i,i->", [[3], [3]]),
        ["outer"] = (t => outer(t[0], t[1]), "i,j->ij", [[3], [2]]), ["inner"] = (t => t[0].inner(t[1]), "ij,kj->ik", [[2, 3], [4, 3]]),
        ["trace"] = (t => t[0].trace(), "ii->", [[3, 3]]),
        ["tensordot"] = (t => t[0].tensordot(t[1], [1L, 2L], [0L, 1L]), "ijk,jkl->il", [[2, 3, 2], [3, 2, 2]]),
        ["kron"] = (t => t[0].kron(t[1]).view(2, 2, 2, 3), "ij,kl->ikjl", [[2, 2], [2, 3]]),
    };

    public static TheoryData<string> Names => [.. Table.Keys];

    [Theory, MemberData(nameof(Names))]
    public void Product_OfSamples_MatchesEinsumAndDifferences(string name)
    {
        var (operation, equation, shapes) = Table[name];
        using var scope = NewDisposeScope();
        var inputs = shapes.Select(shape => Check.Sample(shape)).ToArray();
        Check.Near(einsum(equation, inputs), operation(inputs));
        Check.Gradients(operation, inputs);
    }

    [Fact]
    public void Einsum_OfTwoMatrices_MatchesLoops()
    {
        using var scope = NewDisposeScope();
        var (a, b) = (Check.Sample(2, 3), Check.Sample(3, 4));
        var (x, y) = (a.data<double>(), b.data<double>());
        var expected = from i in Enumerable.Range(0, 2) from k in Enumerable.Range(0, 4) select Enumerable.Range(0,
            3).Sum(j => x[i, j] * y[j, k]);
        Check.Near(expected.ToArray(), einsum("ij,jk->ik", a, b));
    }

    [Fact]
    public void AddedProducts_WithBetaAndAlpha_MatchTheirSum()
    {
        using var scope = NewDisposeScope();
        var (m, a, b) = (Check.Sample(2, 4), Check.Sample(2, 3), Check.Sample(3, 4));
        Check.Near(m * 2 + a.matmul(b) * 3, m.addmm(a, b, 2, 3));
        Check.Near(m * 2 + a.matmul(b) * 3, m.clone().addmm_(a, b, 2, 3));
        var (ba, bb) = (Check.Sample(2, 2, 3), Check.Sample(2, 3, 4));
        Check.Near(m + ba.bmm(bb).sum(dim: 0), m.addbmm(ba, bb));
        Check.Near(Check.Sample(2) + a.mv(Check.Sample(3)), Check.Sample(2).addmv(a, Check.Sample(3)));
        Check.Gradients(t => t[0].addmm(t[1], t[2], 2, 3), m, a, b);
    }

    [Fact]
    public void Inverse_TimesItsMatrix_IsIdentity()
    {
        using var scope = NewDisposeScope();
        var x = tensor(new[,] { { 2.0, 1.0 }, { 1.0, 3.0 } });
        Check.Near(eye(2), x.matmul(x.inverse()));
        Check.Near(5, x.det());
        Check.Gradient(t => t.inverse(), x);
        Check.Near([5, 0], cdist(tensor(new[,] { { 0.0, 0.0 } }), tensor(new[,] { { 3.0, 4.0 }, { 0.0, 0.0 } })));
    }
}
