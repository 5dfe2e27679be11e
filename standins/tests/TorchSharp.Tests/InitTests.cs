using static TorchSharp.torch.nn;

namespace TorchSharp.Tests;

public class InitTests
{
    [Fact]
    public void Values_OfEachScheme_HaveItsSpread()
    {
        using var scope = NewDisposeScope();
        manual_seed(3);
        const int fanIn = 100, fanOut = 300;
        (Func<Tensor, Tensor> Init, double Std, double Bound)[] cases =
        [
            (t => init.xavier_uniform_(t), Math.Sqrt(2.0 / (fanIn + fanOut)), Math.Sqrt(6.0 / (fanIn + fanOut))),
            (t => init.xavier_normal_(t, 2), 2 * Math.Sqrt(2.0 / (fanIn + fanOut)), 1),
            (t => init.kaiming_uniform_(t), Math.Sqrt(2.0 / fanIn), Math.Sqrt(6.0 / fanIn)),
            (t => init.kaiming_normal_(t, mode: init.FanInOut.FanOut, nonlinearity: init.NonlinearityType.ReLU), Math.Sqrt(2.0 / fanOut),
                1), (t => init.uniform_(t, -1, 1), Math.Sqrt(1 / 3.0), 1), (t => init.normal_(t, 0, 0.1), 0.1, 1),
        ];
        foreach (var ((scheme, std, bound), i) in cases.Select((c, i) => (c, i)))
        {
            var weight = nn.Parameter(empty(fanOut, fanIn));
            Assert.Same(weight, scheme(weight));
            Assert.True(Math.Abs(weight.std().ToDouble() / std - 1) < 0.03, $"case {i}: {weight.std().ToDouble()} for {std}");
            Assert.True(weight.abs().max().ToDouble() <= bound + 1e-6, $"case {i}");
            Assert.True(Math.Abs(weight.mean().ToDouble()) < 0.03 * std + 0.003, $"case {i}");
            Assert.True(weight.requires_grad && weight.is_leaf);
        }
    }

    [Fact]
    public void Constants_AreExact()
    {
        using var scope = NewDisposeScope();
        Check.Near([0, 0], init.zeros_(empty(2)));
        Check.Near([1, 1], init.ones_(empty(2)));
        Check.Near([3, 3], init.constant_(empty(2), 3));
        Check.Near([1, 0, 0, 1], init.eye_(empty(2, 2)));
        Assert.Equal((18, 36), init.CalculateFanInAndFanOut(empty([4, 2, 3, 3])));
        Assert.Equal(Math.Sqrt(2), init.calculate_gain(init.NonlinearityType.ReLU));
        Assert.Throws<ArgumentException>(() => init.CalculateFanInAndFanOut(empty(3)));
    }
}
