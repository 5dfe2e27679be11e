namespace TorchSharp.Tests;

public class BinaryTests
{
    public static readonly Dictionary<string, (Func<Tensor, Tensor, Tensor> Operation, Func<double, double, double> Closed)> Table = new()
    {
        ["+"] = ((x, y) => x + y, (x, y) => x + y), ["-"] = ((x, y) => x - y, (x, y) => x - y), ["*"] = ((x, y) => x * y, (x, y) => x * y),
        ["/"] = ((x, y) => x / y, (x, y) => x / y), ["%"] = ((x, y) => x % y, (x, y) => x - y * Math.Floor(x / y)),
        ["add alpha"] = ((x, y) => x.add(y, 3), (x, y) => x + 3 * y), ["pow"] = ((x, y) => x.pow(y), Math.Pow),
        ["atan2"] = ((x, y) => x.atan2(y), Math.Atan2), ["maximum"] = ((x, y) => x.maximum(y), Math.Max),
        ["minimum"] = ((x, y) => minimum(x, y), Math.Min),
        ["max"] = ((x, y) => x.max(y), Math.Max), ["min"] = ((x, y) => x.min(y), Math.Min), ["fmax"] = ((x, y) => x.fmax(y), Math.Max),
        ["fmin"] = ((x, y) => x.fmin(y), Math.Min), ["hypot"] = ((x, y) => x.hypot(y), (x, y) => Math.Sqrt(x * x + y * y)),
        ["logaddexp"] = ((x, y) => x.logaddexp(y), (x, y) => Math.Log(Math.Exp(x) + Math.Exp(y))),
        ["fmod"] = ((x, y) => x.fmod(y), (x, y) => x % y), ["copysign"] = ((x, y) => x.copysign(-y), (x, _) => -x),
        ["xlogy"] = ((x, y) => x.xlogy(y), (x, y) => x * Math.Log(y)),
        ["lerp"] = ((x, y) => x.lerp(y, full_like(x, 0.3)), (x, y) => x + 0.3 * (y - x)),
        ["addcmul"] = ((x, y) => x.addcmul(x, y, 2), (x, y) => x + 2 * x * y),
        ["addcdiv"] = ((x, y) => x.addcdiv(x, y, 2), (x, y) => x + 2 * x / y),
        ["where"] = ((x, y) => where(x > y, x * 2, y), (x, y) => x > y ? 2 * x : y), ["2 +"] = ((x, y) => 2 + x * y, (x, y) => 2 + x * y),
        ["2L -"] = ((x, y) => 2L - x * y, (x, y) => 2 - x * y), ["2.5 *"] = ((x, y) => 2.5 * (x + y), (x, y) => 2.5 * (x + y)),
        ["1.5 /"] = ((x, y) => 1.5 / (x + y), (x, y) => 1.5 / (x + y)),
        ["clamp"] = ((x, y) => (x * 2).clamp(y * 0.5, y), (x, y) => Math.Min(Math.Max(2 * x, y * 0.5), y)),
    };

    public static TheoryData<string> Names => [.. Table.Keys];

    [Theory, MemberData(nameof(Names))]
    public void Binary_OfDoubles_MatchesClosedFormAndDifferences(string name)
    {
        var (operation, closed) = Table[name];
        using var scope = NewDisposeScope();
        var x = Check.Sample(2, 3);
        var y = Check.Between(0.2, 0.85, 2, 3).flip(1);
        var expected = x.data<double>().Zip(y.data<double>(), closed).ToArray();
        Check.Near(expected, operation(x, y));
        Check.Gradients(inputs => operation(inputs[0], inputs[1]), x, y);
    }

    [Fact]
    public void Broadcast_OfRowAndColumn_AddsEveryPair()
    {
        using var scope = NewDisposeScope();
        Check.Near([11, 21, 31, 12, 22, 32], tensor(new[] { 1.0, 2.0 }).unsqueeze(1) + tensor(new[] { 10.0, 20.0, 30.0 }));
        Check.Gradients(inputs => inputs[0] * inputs[1], Check.Sample(2, 1), Check.Sample(3));
    }

    [Fact]
    public void Comparisons_OfNumbers_GiveBooleans()
    {
        using var scope = NewDisposeScope();
        var (x, y) = (tensor(new[] { 1f, 2f, 3f }), tensor(new[] { 3f, 2f, 1f }));
        (Tensor Actual, bool[] Expected)[] cases =
        [
            (x == y, [false, true, false]), (x != y, [true, false, true]), (x < y, [true, false, false]), (x <= y, [true, true, false]),
            (x > y, [false, false, true]), (x >= y, [false, true, true]),
            (x == 2, [false, true, false]), (2 < x, [false, false, true]), (2 >= x, [true, true, false]), (x.eq(3), [false, false, true]),
            (x.ne(y), [true, false, true]), (x.less(y), [true, false, false]), (x.equal(y), [false, true, false]),
            (x.gt(1).logical_and(x.lt(3)), [false, true, false]), ((x > 2) | (x < 2), [true, false, true]),
            ((x > 1) & (y > 1), [false, true, false]), (~(x > 1), [true, false, false]), ((x > 1) ^ (y > 1), [true, false, true]),
            ((x > 2).logical_not(), [true, true, false]), ((x > 1).logical_or(y > 5), [false, true, true]),
            ((x > 1).logical_xor(y > 1), [true, false, true]), (x.isin(tensor(new[] { 3f, 1f })), [true, false, true]),
            (tensor(new[] { 1f, float.NaN, float.PositiveInfinity }).isnan(), [false, true, false]),
            (tensor(new[] { 1f, float.NaN, float.PositiveInfinity }).isfinite(), [true, false, false]),
            (tensor(new[] { 1f, float.NegativeInfinity, float.PositiveInfinity }).isinf(), [false, true, true]),
            (isclose(x, x + 1e-9), [true, true, true]),
        ];
        foreach (var ((actual, expected), i) in cases.Select((c, i) => (c, i)))
        {
            Assert.Equal(ScalarType.Bool, actual.dtype);
            Assert.True(expected.SequenceEqual(actual.data<bool>()), $"case {i}");
        }
        Assert.True(x.allclose(x + 1e-9));
        Assert.False(x.allclose(y));
        Assert.True(x.Equals(x.clone()));
        Assert.False(x.Equals(y));
    }

    [Fact]
    public void Scalar_BesideATensor_DoesNotWidenIt()
    {
        using var scope = NewDisposeScope();
        var x = tensor(new[] { 1f, 2f });
        Assert.Equal(ScalarType.Float32, (x * 2.0).dtype);
        Assert.Equal(ScalarType.Float32, (1 - x).dtype);
        Assert.Equal(ScalarType.Int64, (tensor(new[] { 1L }) * 2).dtype);
        Assert.Equal(ScalarType.Float32, (tensor(new[] { 1L }) / 2).dtype);
        Check.Near([0.5, 1], x / 2);
    }
}
