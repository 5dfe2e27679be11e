namespace TorchSharp.Tests;

public class UnaryTests
{
    public static readonly Dictionary<string, (Func<Tensor, Tensor> Operation, Func<double, double> Closed)> Smooth = new()
    {
        ["exp"] = (x => x.exp(), Math.Exp), ["exp2"] = (x => x.exp2(), x => Math.Pow(2, x)),
        ["expm1"] = (x => x.expm1(), x => Math.Exp(x) - 1),
        ["log"] = (x => x.log(), Math.Log), ["log2"] = (x => x.log2(), Math.Log2), ["log10"] = (x => x.log10(), Math.Log10),
        ["log1p"] = (x => x.log1p(), x => Math.Log(1 + x)),
        ["sqrt"] = (x => x.sqrt(), Math.Sqrt), ["rsqrt"] = (x => x.rsqrt(), x => 1 / Math.Sqrt(x)),
        ["square"] = (x => x.square(), x => x * x), ["reciprocal"] = (x => x.reciprocal(), x => 1 / x),
        ["sin"] = (x => x.sin(), Math.Sin), ["cos"] = (x => x.cos(), Math.Cos), ["tan"] = (x => x.tan(), Math.Tan),
        ["sinh"] = (x => x.sinh(), Math.Sinh), ["cosh"] = (x => x.cosh(), Math.Cosh), ["tanh"] = (x => x.tanh(), Math.Tanh),
        ["asin"] = (x => x.asin(), Math.Asin), ["acos"] = (x => x.acos(), Math.Acos), ["atan"] = (x => x.atan(), Math.Atan),
        ["sigmoid"] = (x => x.sigmoid(), Sigmoid), ["neg"] = (x => -x, x => -x), ["negative"] = (x => x.negative(), x => -x),
        ["positive"] = (x => x.positive(), x => x), ["frac"] = (x => x.frac(), x => x - Math.Truncate(x)),
        ["logit"] = (x => x.logit(), x => Math.Log(x / (1 - x))), ["silu"] = (x => x.silu(), x => x * Sigmoid(x)),
        ["softplus"] = (x => x.softplus(2), x => Math.Log(1 + Math.Exp(2 * x)) / 2),
        ["log_sigmoid"] = (x => x.log_sigmoid(), x => Math.Log(Sigmoid(x))),
        ["gelu tanh"] = (x => x.gelu(Modules.GELU.Approximate.tanh),
            x => 0.5 * x * (1 + Math.Tanh(Math.Sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x)))),
        ["erf"] = (x => x.erf(), Erf), ["erfc"] = (x => x.erfc(), x => 1 - Erf(x)),
        ["gelu"] = (x => x.gelu(), x => 0.5 * x * (1 + Erf(x / Math.Sqrt(2)))), ["erfinv of erf"] = (x => x.erf().erfinv(), x => x),
        ["digamma at x+1"] = (x => (x + 1).digamma() - x.digamma(), x => 1 / x),
        ["lgamma at x+1"] = (x => (x + 1).lgamma() - x.lgamma(), Math.Log),
        ["relu"] = (x => (x - 0.5).relu(), x => Math.Max(0, x - 0.5)), ["relu6"] = (x => (x * 8).relu6(), x => Math.Min(6, 8 * x)),
        ["leaky_relu"] = (x => (x - 0.5).leaky_relu(0.1), x => x > 0.5 ? x - 0.5 : 0.1 * (x - 0.5)),
        ["elu"] = (x => (x - 0.5).elu(2), x => x > 0.5 ? x - 0.5 : 2 * (Math.Exp(x - 0.5) - 1)),
        ["abs"] = (x => (x - 0.5).abs(), x => Math.Abs(x - 0.5)), ["absolute"] = (x => (x - 0.5).absolute(), x => Math.Abs(x - 0.5)),
        ["pow"] = (x => x.pow(2.5), x => Math.Pow(x, 2.5)),
        ["clamp"] = (x => x.clamp((Scalar)0.3, (Scalar)0.7), x => Math.Clamp(x, 0.3, 0.7)),
        ["clip"] = (x => x.clip(0.3), x => Math.Max(x, 0.3)), ["clamp_min"] = (x => x.clamp_min(0.4), x => Math.Max(x, 0.4)),
        ["clamp_max"] = (x => x.clamp_max(0.6), x => Math.Min(x, 0.6)), ["nan_to_num"] = (x => x.nan_to_num(), x => x),
        ["xlogy"] = (x => x.xlogy(2), x => x * Math.Log(2)), ["remainder"] = (x => x.remainder(0.25), x => x - 0.25 * Math.Floor(x / 0.25)),
        ["fmod"] = (x => (-x).fmod(0.25), x => -x % 0.25),
    };

    public static readonly Dictionary<string, (Func<Tensor, Tensor> Operation, Func<double, double> Closed)> Steps = new()
    {
        ["floor"] = (x => x.floor(), Math.Floor), ["ceil"] = (x => x.ceil(), Math.Ceiling), ["trunc"] = (x => x.trunc(), Math.Truncate),
        ["round"] = (x => x.round(), x => Math.Round(x, MidpointRounding.ToEven)),
        ["round 1"] = (x => x.round(1), x => Math.Round(x * 10, MidpointRounding.ToEven) / 10),
        ["sign"] = (x => x.sign(), x => Math.Sign(x)), ["floor_divide"] = (x => x.floor_divide(tensor(0.7)), x => Math.Floor(x / 0.7)),
        ["div floor"] = (x => x.div((Scalar)0.7, RoundingMode.floor), x => Math.Floor(x / 0.7)),
        ["div trunc"] = (x => x.div((Scalar)0.7, RoundingMode.trunc), x => Math.Truncate(x / 0.7)),
    };

    public static readonly Dictionary<string, (Func<Tensor, Tensor> InPlace, Func<double, double> Closed)> InPlace = new()
    {
        ["exp_"] = (x => x.exp_(), Math.Exp), ["log_"] = (x => x.log_(), Math.Log), ["sqrt_"] = (x => x.sqrt_(), Math.Sqrt),
        ["abs_"] = (x => x.abs_(), Math.Abs), ["neg_"] = (x => x.neg_(), x => -x), ["tanh_"] = (x => x.tanh_(), Math.Tanh),
        ["sigmoid_"] = (x => x.sigmoid_(), Sigmoid), ["relu_"] = (x => x.sub_(0.5).relu_(), x => Math.Max(0, x - 0.5)),
        ["silu_"] = (x => x.silu_(), x => x * Sigmoid(x)), ["add_"] = (x => x.add_(2, 3), x => x + 6),
        ["sub_"] = (x => x.sub_(2), x => x - 2),
        ["mul_"] = (x => x.mul_(2), x => x * 2), ["div_"] = (x => x.div_((Scalar)2), x => x / 2), ["pow_"] = (x => x.pow_(2), x => x * x),
        ["zero_"] = (x => x.zero_(), _ => 0), ["fill_"] = (x => x.fill_(3), _ => 3),
        ["clamp_"] = (x => x.clamp_((Scalar)0.3, (Scalar)0.7), x => Math.Clamp(x, 0.3, 0.7)), ["floor_"] = (x => x.floor_(), Math.Floor),
        ["round_"] = (x => x.round_(), x => Math.Round(x, MidpointRounding.ToEven)),
        ["gelu_"] = (x => x.gelu_(), x => 0.5 * x * (1 + Erf(x / Math.Sqrt(2)))),
        ["addcmul_"] = (x => x.addcmul_(ones_like(x), ones_like(x), 2), x => x + 2),
        ["addcdiv_"] = (x => x.addcdiv_(ones_like(x), ones_like(x) * 2), x => x + 0.5),
        ["lerp_"] = (x => x.lerp_(ones_like(x), tensor(0.25)), x => x + 0.25 * (1 - x)),
        ["copy_"] = (x => x.copy_(tensor(4.0)), _ => 4), ["masked_fill_"] = (x => x.masked_fill_(x > 0.5, -1), x => x > 0.5 ? -1 : x),
        ["remainder_"] = (x => x.remainder_(0.25), x => x - 0.25 * Math.Floor(x / 0.25)),
    };

    public static TheoryData<string> SmoothNames => [.. Smooth.Keys];
    public static TheoryData<string> StepNames => [.. Steps.Keys];
    public static TheoryData<string> InPlaceNames => [.. InPlace.Keys];

    [Theory, MemberData(nameof(SmoothNames))]
    public void Smooth_OfDoubles_MatchesClosedFormAndDifferences(string name)
    {
        var (operation, closed) = Smooth[name];
        using var scope = NewDisposeScope();
        var x = Check.Sample(3, 4);
        Check.Near(x.data<double>().Select(closed).ToArray(), operation(x), 1e-6);
        Check.Gradient(operation, x);
    }

    [Theory, MemberData(nameof(StepNames))]
    public void Steps_OfDoubles_MatchClosedForm(string name)
    {
        using var scope = NewDisposeScope();
        var x = Check.Between(-3, 3, 3, 4);
        Check.Near(x.data<double>().Select(Steps[name].Closed).ToArray(), Steps[name].Operation(x));
    }

    [Theory, MemberData(nameof(InPlaceNames))]
    public void InPlace_OfDoubles_ChangesItsOwnTensor(string name)
    {
        using var scope = NewDisposeScope();
        var x = Check.Sample(3, 4);
        var expected = x.data<double>().Select(InPlace[name].Closed).ToArray();
        Check.Near(expected, InPlace[name].InPlace(x), 1e-6);
        Check.Near(expected, x, 1e-6);
    }

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    /// <summary>By its Taylor series, which converges quickly where it is used.</summary>
    private static double Erf(double x)
    {
        double sum = 0, term = x;
        for (var n = 0; n < 60; n++)
        {
            sum += term / (2 * n + 1);
            term *= -x * x / (n + 1);
        }
        return 2 / Math.Sqrt(Math.PI) * sum;
    }
}
