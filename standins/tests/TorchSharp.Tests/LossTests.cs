using static TorchSharp.torch.nn;

namespace TorchSharp.Tests;

public class LossTests
{
    /// <summary>Each with what it is for every element; the reductions follow.</summary>
    public static readonly Dictionary<string,
        (Func<Tensor, Tensor, Reduction, Tensor> Loss, Func<Tensor, Tensor, Tensor> Elements)> Table = new()
    {
        ["mse"] = ((x, y, r) => functional.mse_loss(x, y, r), (x, y) => (x - y).square()),
        ["l1"] = ((x, y, r) => functional.l1_loss(x, y, r), (x, y) => (x - y).abs()),
        ["smooth l1"] = ((x, y, r) => functional.smooth_l1_loss(x, y, r, 0.3),
            (x, y) => where((x - y).abs() < 0.3, (x - y).square() / 0.6, (x - y).abs() - 0.15)),
            ["huber"] = ((x, y, r) => functional.huber_loss(x, y, 0.3, r),
            (x, y) => where((x - y).abs() < 0.3, (x - y).square() / 2, 0.3 * ((x - y).abs() - 0.15))),
        ["bce"] = ((x, y, r) => functional.binary_cross_entropy(x, y, reduction: r), (x, y) => -(y * x.log() + (1 - y) * (1 - x).log())),
        ["bce logits"] = ((x, y, r) => functional.binary_cross_entropy_with_logits(x, y, reduction: r),
            (x, y) => -(y * x.sigmoid().log() + (1 - y) * (1 - x.sigmoid()).log())),
        ["bce logits weighted"] = ((x, y, r) => functional.binary_cross_entropy_with_logits(x, y, reduction: r, pos_weights: tensor(3.0)),
            (x, y) => -(3 * y * x.sigmoid().log() + (1 - y) * (1 - x.sigmoid()).log())),
            ["kl"] = ((x, y, r) => functional.kl_div(x, y, reduction: r), (x, y) => y.exp() * (y - x)),
        ["margin ranking"] = ((x, y, r) => functional.margin_ranking_loss(x, y, ones_like(x), 0.1, r), (x, y) => (y - x + 0.1).relu()),
    };

    public static TheoryData<string> Names => [.. Table.Keys];

    [Theory, MemberData(nameof(Names))]
    public void Loss_OfSamples_MatchesItsFormulaAndDifferences(string name)
    {
        var (loss, elements) = Table[name];
        using var scope = NewDisposeScope();
        var (x, y) = (Check.Sample(3, 4), Check.Between(0.1, 0.8, 3, 4).flip(0));
        var each = elements(x, y);
        Check.Near(each, loss(x, y, Reduction.None));
        Check.Near(each.mean(), loss(x, y, Reduction.Mean));
        Check.Near(each.sum(), loss(x, y, Reduction.Sum));
        Check.Gradients(t => loss(t[0], y, Reduction.Mean), x);
    }

    [Fact]
    public void CrossEntropy_OfClasses_IsTheirNegativeLogProbability()
    {
        using var scope = NewDisposeScope();
        var (x, y) = (Check.Sample(3, 4), tensor(new[] { 2L, 0L, 3L }));
        var logp = x.log_softmax(1);
        var each = -logp.gather(1, y.unsqueeze(1)).squeeze(1);
        Check.Near(each, functional.cross_entropy(x, y, reduction: Reduction.None));
        Check.Near(each.mean(), functional.nll_loss(logp, y));
        Check.Near(each[1..].mean(), functional.cross_entropy(x, y, ignore_index: 2));
        Check.Near(each.mean() * 0.9 - logp.mean() * 0.1, functional.cross_entropy(x, y, label_smoothing: 0.1));
        var weight = tensor(new[] { 1.0, 2.0, 3.0, 4.0 });
        Check.Near((each * weight[y]).sum() / weight[y].sum(), functional.cross_entropy(x, y, weight));
        Check.Near(each.mean(), nn.CrossEntropyLoss().call(x, y));
        Check.Near(each.mean(), nn.NLLLoss().call(logp, y));
        Check.Gradient(t => functional.cross_entropy(t, y), x);
    }

    [Fact]
    public void Modules_OfLosses_AreTheirFunctions()
    {
        using var scope = NewDisposeScope();
        var (x, y) = (Check.Sample(3), Check.Between(0.1, 0.8, 3));
        Check.Near(functional.mse_loss(x, y), nn.MSELoss().call(x, y));
        Check.Near(functional.l1_loss(x, y, Reduction.Sum), nn.L1Loss(Reduction.Sum).call(x, y));
        Check.Near(functional.smooth_l1_loss(x, y, beta: 0.5), nn.SmoothL1Loss(beta: 0.5).call(x, y));
        Check.Near(functional.binary_cross_entropy_with_logits(x, y), nn.BCEWithLogitsLoss().call(x, y));
    }
}
