using PreferenceFlow.Training.Loop;
using PreferenceFlow.Training.Tests.EditFlow;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace PreferenceFlow.Training.Tests.Loop;

public sealed class ParallelGradientTests
{
    [Fact]
    public void Set_TwoTerms_IsTheGradientOfTheirSum()
    {
        using var scope = NewDisposeScope();
        var (x, y) = (nn.Parameter(tensor(new[] { 2f, 3f })), nn.Parameter(tensor(5f)));

        var loss = ParallelGradient.Set([x, y], [() => x.pow(2).sum(), () => (x * y).sum()]);

        Assert.Equal(4 + 9 + 10 + 15, loss);
        Assert.Equal([4f + 5, 6f + 5], x.grad!.data<float>().ToArray());
        Assert.Equal(5f, y.grad!.item<float>());
    }

    [Fact]
    public void Set_UnusedWeight_HasNoGradient()
    {
        using var scope = NewDisposeScope();
        var (x, y) = (nn.Parameter(tensor(2f)), nn.Parameter(tensor(5f)));

        ParallelGradient.Set([x, y], [() => x * 3, () => x * 4]);

        Assert.Equal(7f, x.grad!.item<float>());
        Assert.Null(y.grad);
    }

    [Fact]
    public void Set_TermFails_Throws()
    {
        using var scope = NewDisposeScope();
        var x = nn.Parameter(tensor(2f));

        Assert.Throws<InvalidOperationException>(() => ParallelGradient.Set([x], [() => x * 1, () => throw new InvalidOperationException("broken")]));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(1000)]
    public void Set_EditFlowInParts_IsTheGradientOfTheWhole(int parts)
    {
        using var whole = new TinyEditFlow(dropout: 0.2);
        using var cut = new TinyEditFlow(dropout: 0.2, parts: parts);

        var (loss, gradient) = Gradient(whole);
        var (partLoss, partGradient) = Gradient(cut);

        Assert.Equal(loss, partLoss, 1e-5);
        Assert.Equal(gradient.Length, partGradient.Length);
        Assert.All(gradient.Zip(partGradient), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
    }

    private static (double Loss, float[] Gradient) Gradient(TinyEditFlow flow)
    {
        using var scope = NewDisposeScope();
        manual_seed(7);
        var weights = flow.Task.Network.parameters().ToArray();
        var loss = ParallelGradient.Set(weights, flow.Task.Loss(0, out _));
        return (loss, [.. weights.SelectMany(weight => weight.grad!.data<float>().ToArray())]);
    }
}
