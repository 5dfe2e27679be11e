using TorchSharp.Modules;
using static TorchSharp.torch.optim;

namespace TorchSharp.Tests;

public class OptimizerTests
{
    private static readonly double[] Begin = [1.0, -2.0, 3.0];

    /// <summary>What one optimiser does to one weight: written out by hand, on doubles.</summary>
    private delegate double Rule(double weight, double gradient, int step, double[] memory);

    private static double AdamRule(double w, double g, int t, double[] m, double decay, bool amsgrad = false,
        bool maximize = false)
    {
        const double lr = 0.1, b1 = 0.8, b2 = 0.9, eps = 1e-3;
        g = maximize ? -g : g;
        w *= 1 - lr * decay;
        m[0] = b1 * m[0] + (1 - b1) * g;
        m[1] = b2 * m[1] + (1 - b2) * g * g;
        m[2] = Math.Max(m[2], m[1]);
        return w - lr * (m[0] / (1 - Math.Pow(b1, t))) / (Math.Sqrt((amsgrad ? m[2] : m[1]) / (1 - Math.Pow(b2, t))) + eps);
    }

    private static double Sgd(double w, double g, int t, double[] m, double momentum, double dampening, double decay, bool nesterov)
    {
        g += decay * w;
        m[0] = t == 1 ? g : momentum * m[0] + (1 - dampening) * g;
        return w - 0.1 * (momentum == 0 ? g : nesterov ? g + momentum * m[0] : m[0]);
    }

    private static readonly Dictionary<string, (Func<IEnumerable<Parameter>, OptimizerHelper> Make, Rule Rule)> Table = new()
    {
        ["AdamW"] = (p => AdamW(p, 0.1, 0.8, 0.9, 1e-3, 0.3), (w, g, t, m) => AdamRule(w, g, t, m, 0.3)),
        ["AdamW amsgrad"] = (p => AdamW(p, 0.1, 0.8, 0.9, 1e-3, 0.3, amsgrad: true),
            (w, g, t, m) => AdamRule(w, g, t, m, 0.3, amsgrad: true)),
        ["AdamW maximize"] = (p => AdamW(p, 0.1, 0.8, 0.9, 1e-3, maximize: true),
            (w, g, t, m) => AdamRule(w, g, t, m, 0, maximize: true)),
        ["SGD"] = (p => SGD(p, 0.1), (w, g, t, m) => Sgd(w, g, t, m, 0, 0, 0, false)),
        ["SGD momentum"] = (p => SGD(p, 0.1, 0.9, 0.2, 0.3), (w, g, t, m) => Sgd(w, g, t, m, 0.9, 0.2, 0.3, false)),
        ["SGD nesterov"] = (p => SGD(p, 0.1, 0.9, nesterov: true), (w, g, t, m) => Sgd(w, g, t, m, 0.9, 0, 0, true)),
    };

    public static TheoryData<string, ScalarType, bool> Cases
    {
        get
        {
            var data = new TheoryData<string, ScalarType, bool>();
            foreach (var name in Table.Keys)
            {
                data.Add(name, ScalarType.Float32, true); // the kernel of one pass
                data.Add(name, ScalarType.Float64, true); // the general way
                data.Add(name, ScalarType.Float32, false);
            }
            return data;
        }
    }

    [Theory, MemberData(nameof(Cases))]
    public void Steps_OfAnOptimizer_MatchItsRuleByHand(string name, ScalarType type, bool contiguous)
    {
        using var scope = NewDisposeScope();
        var (make, rule) = Table[name];
        var start = tensor(Begin, dtype: type);
        var p = nn.Parameter(contiguous ? start : stack([start, start], 1).select(1, 0));
        var untouched = nn.Parameter(ones(2));
        using var optimizer = make([p, untouched]);
        var expected = (double[])Begin.Clone();
        var memory = Begin.Select(_ => new double[3]).ToArray();
        for (var t = 1; t <= 4; t++)
        {
            optimizer.zero_grad();
            (p.pow(2) * t).sum().backward();
            for (var i = 0; i < expected.Length; i++)
                expected[i] = rule(expected[i], 2 * expected[i] * t, t, memory[i]);
            optimizer.step();
            Check.Near(expected, p, type == ScalarType.Float64 ? 1e-12 : 2e-6);
        }
        Check.Near([1, 1], untouched);
    }

    [Fact]
    public void LargeTensors_OnSeveralThreads_MatchTheGeneralWay()
    {
        using var scope = NewDisposeScope();
        var threads = get_num_threads();
        set_num_threads(2);
        var values = randn(100_003);
        var (a, b) = (nn.Parameter(values.clone()), nn.Parameter(values.to(ScalarType.Float64)));
        using var fast = AdamW([a], weight_decay: 0.1);
        using var slow = AdamW([b], weight_decay: 0.1);
        for (var t = 0; t < 3; t++)
        {
            (a.sin().sum() + b.sin().sum()).backward();
            fast.step();
            slow.step();
        }
        Check.Near(b, a, 1e-5);
        set_num_threads(threads);
    }

    [Fact]
    public void Groups_HaveTheirOwnOptions()
    {
        using var scope = NewDisposeScope();
        var (p, q) = (nn.Parameter(ones(1)), nn.Parameter(ones(1)));
        using var optimizer = SGD(new SGD.ParamGroup[] { new([p], lr: 0.5), new() { Parameters = [q] } }, 0.1);
        Assert.Equal([0.5, 0.1], optimizer.ParamGroups.Select(g => g.LearningRate));
        optimizer.ParamGroups.Last().LearningRate = 0.2;
        (p + q).sum().backward();
        optimizer.step();
        Check.Near(0.5, p, 1e-6);
        Check.Near(0.8, q, 1e-6);
        Assert.Equal([p, q], optimizer.parameters(), ReferenceEqualityComparer.Instance);
        optimizer.zero_grad();
        Check.Near(0, p.grad!);
        Assert.Throws<ArgumentException>(() => AdamW([p], lr: -1));
        Assert.Throws<ArgumentException>(() => AdamW([p], beta1: 1));
    }

    [Fact]
    public void Closure_GivenToAStep_ComputesTheLossWithGradients()
    {
        using var scope = NewDisposeScope();
        var p = nn.Parameter(ones(1));
        using var optimizer = SGD([p], 0.1);
        var loss = optimizer.step(() =>
        {
            var value = p.square().sum();
            value.backward();
            return value;
        });
        Check.Near(1, loss);
        Check.Near(0.8, p, 1e-6);
    }

    [Theory, InlineData("AdamW"), InlineData("AdamW amsgrad"), InlineData("SGD momentum")]
    public void SavedState_LoadedIntoAnother_GoesOnTheSame(string name)
    {
        using var scope = NewDisposeScope();
        var (make, _) = Table[name];
        void Step(Parameter p, Optimizer optimizer)
        {
            optimizer.zero_grad();
            p.pow(2).sum().backward();
            optimizer.step();
        }
        var p = nn.Parameter(tensor(Begin));
        using var one = make([p]);
        Step(p, one);
        Step(p, one);
        var q = nn.Parameter(p.detach().clone());
        using var two = make([q]);
        one.ParamGroups.First().LearningRate = 0.05;
        var file = Path.GetTempFileName();
        one.save_state_dict(file);
        two.load_state_dict(file);
        File.Delete(file);
        Assert.Equal(0.05, two.ParamGroups.First().LearningRate);
        Assert.True(one.state_dict().State[0].ApproximatelyEquals(two.state_dict().State[0]));
        Step(p, one);
        Step(q, two);
        Check.Near(p, q, 1e-12);
        var r = nn.Parameter(q.detach().clone());
        using var three = make([r]);
        three.load_state_dict(two.state_dict());
        Step(q, two);
        Step(r, three);
        Check.Near(q, r, 1e-12);
        using var stream = new MemoryStream();
        one.save_state_dict(new BinaryWriter(stream));
        stream.Position = 0;
        using var other = name.StartsWith("SGD", StringComparison.Ordinal) ? (OptimizerHelper)AdamW([q]) : SGD([q], 0.1);
        Assert.Throws<InvalidDataException>(() => other.load_state_dict(new BinaryReader(stream)));
    }

    [Fact]
    public void Optimizer_WhenDisposed_LeavesNoTensor()
    {
        DisposeScopeManager.Statistics.Reset();
        using (var net = new Net())
        using (var optimizer = AdamW(net.parameters()))
            for (var i = 0; i < 3; i++)
            {
                using var scope = NewDisposeScope();
                net.call(ones(2, 3)).sum().backward();
                optimizer.step();
                optimizer.zero_grad();
            }
        Assert.Equal(0, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void Clipping_ByNormAndByValue_BoundsTheGradients()
    {
        using var scope = NewDisposeScope();
        var (p, q, unused) = (nn.Parameter(zeros(2)), nn.Parameter(zeros(1)), nn.Parameter(zeros(1)));
        void Grad() => (p.grad, q.grad) = (tensor(new[] { 3f, 0f }), tensor(new[] { -4f }));
        Grad();
        Assert.Equal(5, nn.utils.clip_grad_norm_([p, q, unused], 10), 6);
        Check.Near([3, 0], p.grad!);
        Assert.Equal(5, nn.utils.clip_grad_norm_([p, q, unused], 1), 6);
        Check.Near([0.6, 0], p.grad!, 1e-5);
        Check.Near([-0.8], q.grad!, 1e-5);
        Grad();
        Assert.Equal(4, nn.utils.clip_grad_norm_([p, q], 2, double.PositiveInfinity), 6);
        Check.Near([1.5, 0], p.grad!, 1e-5);
        Grad();
        nn.utils.clip_grad_value_([p, q, unused], 2);
        Check.Near([2, 0], p.grad!);
        Check.Near([-2], q.grad!);
        Assert.Equal(0, nn.utils.clip_grad_norm_([unused], 1));
        nn.utils.vector_to_parameters(tensor(new[] { 1f, 2f, 3f }), [p, q]);
        Check.Near([1, 2, 3], nn.utils.parameters_to_vector([p, q]));
    }
}
