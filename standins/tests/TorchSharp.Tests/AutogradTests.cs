using System.Runtime.InteropServices;

namespace TorchSharp.Tests;

public class AutogradTests
{
    [Fact]
    public void Backward_CalledTwice_AddsUp()
    {
        using var scope = NewDisposeScope();
        var x = tensor(new[] { 1.0, 2.0 }, requires_grad: true);
        Assert.Null(x.grad);
        (x * x).sum().backward();
        Check.Near([2, 4], x.grad!);
        (x * x).sum().backward();
        Check.Near([4, 8], x.grad!);
        x.grad = null;
        Assert.Null(x.grad);
    }

    [Fact]
    public void Grad_OfAGrad_IsTheSecondDerivative()
    {
        using var scope = NewDisposeScope();
        var x = tensor(2.0, requires_grad: true);
        var first = autograd.grad([x.pow(3)], [x], create_graph: true)[0];
        Check.Near(12, first);
        Check.Near(12, autograd.grad([first], [x])[0]);
        Assert.Null(x.grad);
    }

    [Fact]
    public void Grad_WithWeightsAndUnusedInputs_IsWhatWasAskedFor()
    {
        using var scope = NewDisposeScope();
        var (x, y) = (tensor(new[] { 1.0, 2.0 }, requires_grad: true), tensor(1.0, requires_grad: true));
        var grads = autograd.grad([x * 3], [x, y], [tensor(new[] { 1.0, 10.0 })], allow_unused: true);
        Check.Near([3, 30], grads[0]);
        Assert.True(grads[1].IsInvalid);
        Assert.Throws<ExternalException>(() => autograd.grad([(x * 3).sum()], [x, y]));
        (x * 2).backward([tensor(new[] { 1.0, 5.0 })]);
        Check.Near([2, 10], x.grad!);
        autograd.backward((x * 2).sum(), retain_graph: true);
        Check.Near([4, 12], x.grad!);
    }

    [Fact]
    public void NoGrad_UntilDisposed_RecordsNothing()
    {
        using var scope = NewDisposeScope();
        var x = tensor(1.0, requires_grad: true);
        using (no_grad())
        {
            Assert.False((x * 2).requires_grad);
            using (enable_grad())
                Assert.True((x * 2).requires_grad);
            Assert.False(is_grad_enabled());
        }
        using (set_grad_enabled(false))
            Assert.False(is_grad_enabled());
        Assert.True((x * 2).requires_grad);
        using (inference_mode())
        {
            Assert.True(is_inference_mode_enabled());
            Assert.False((x * 2).requires_grad);
        }
        Assert.False(is_inference_mode_enabled());
        Assert.False(x.detach().requires_grad);
    }

    [Fact]
    public void RetainGrad_OfAnInnerTensor_KeepsItsGradient()
    {
        using var scope = NewDisposeScope();
        var x = tensor(3.0, requires_grad: true);
        var y = x * x;
        Assert.True(x.is_leaf);
        Assert.False(y.is_leaf);
        y.retain_grad();
        (y * 2).backward();
        Check.Near(2, y.grad!);
        Check.Near(12, x.grad!);
    }

    [Fact]
    public void Anomaly_WhenWatched_NamesTheBadStep()
    {
        using var scope = NewDisposeScope();
        using var _ = autograd.detect_anomaly();
        Assert.True(AnomalyMode.IsEnabled);
        var x = tensor(-1.0, requires_grad: true);
        var error = Assert.Throws<ExternalException>(() => x.sqrt().backward());
        Assert.Contains("nan", error.Message);
    }

    [Fact]
    public void InPlaceChange_OfWhatBackwardNeeds_IsRefused()
    {
        using var scope = NewDisposeScope();
        var x = tensor(1.0, requires_grad: true);
        var y = x.exp();
        y.add_(1);
        Assert.Contains("modified by an inplace operation", Assert.Throws<ExternalException>(y.backward).Message);
    }
}
