namespace TorchSharp.Tests;

public class ConvolutionTests
{
    private static readonly ScalarType F64 = ScalarType.Float64;

    [Theory]
    [InlineData(1, 0, 1), InlineData(2, 1, 1), InlineData(1, 2, 2)]
    public void Conv2d_OfASample_MatchesLoops(long stride, long padding, long dilation)
    {
        using var scope = NewDisposeScope();
        var (x, w, b) = (Check.Sample(1, 2, 5, 5), Check.Sample(3, 2, 3, 3), Check.Sample(3));
        var actual = nn.functional.conv2d(x, w, b, [stride, stride], [padding, padding], [dilation, dilation]);
        var padded = nn.functional.pad(x, (padding, padding, padding, padding));
        var (xs, ws, bs) = (padded.data<double>(), w.data<double>(), b.data<double>());
        var expected =
            from o in Enumerable.Range(0, 3) from i in Enumerable.Range(0, (int)actual.size(2)) from j in Enumerable.Range(0,
                (int)actual.size(3))
            select bs[o] + (from c in Enumerable.Range(0, 2) from u in Enumerable.Range(0, 3) from v in Enumerable.Range(0, 3) select xs[0,
                c, i * stride + u * dilation, j * stride + v * dilation] * ws[o, c, u, v]).Sum();
        Check.Near(expected.ToArray(), actual);
        Check.Gradients(t => nn.functional.conv2d(t[0], t[1], t[2], [stride, stride], [padding, padding], [dilation, dilation]), x, w, b);
    }

    [Fact]
    public void Conv2d_AsAModule_KnowsPaddingsAndModes()
    {
        using var scope = NewDisposeScope();
        using var layer = nn.Conv2d(2, 4, 3, padding: 1, groups: 2, dtype: F64);
        Assert.Equal([4, 1, 3, 3], layer.weight.shape);
        var x = Check.Sample(2, 2, 6, 6);
        Check.Near(nn.functional.conv2d(x, layer.weight, layer.bias, padding: [1, 1], groups: 2), layer.call(x));
        using var same = nn.Conv2d(2, 1, (3, 5), Padding.Same, dtype: F64);
        Assert.Equal([2, 1, 6, 6], same.call(x).shape);
        using var circular = nn.Conv2d(2, 1, 3, padding: 1, padding_mode: PaddingModes.Circular, bias: false, dtype: F64);
        Check.Near(nn.functional.conv2d(nn.functional.pad(x, (1, 1, 1, 1), PaddingModes.Circular), circular.weight), circular.call(x));
        Assert.Throws<ArgumentException>(() => layer.call(zeros(2, 3, 6, 6)));
        Assert.Throws<ArgumentException>(() => nn.Conv2d(1, 1, 3, Padding.Same, stride: 2));
    }

    [Fact]
    public void Conv1d_OfASample_IsAConv2dOfOneRow()
    {
        using var scope = NewDisposeScope();
        using var layer = nn.Conv1d(2, 3, 3, stride: 2, padding: 1, dtype: F64);
        var x = Check.Sample(2, 2, 7);
        Check.Near(nn.functional.conv2d(x.unsqueeze(2), layer.weight.unsqueeze(2), layer.bias, [1, 2], [0, 1]).squeeze(2), layer.call(x));
        Check.Gradients(t => nn.functional.conv1d(t[0], t[1], stride: 2), x, Check.Sample(3, 2, 3));
        Assert.Equal([2, 1, 7], nn.Conv1d(2, 1, 3, Padding.Same, dtype: F64).call(x).shape);
    }

    [Fact]
    public void ConvTranspose2d_IsTheAdjointOfConv2d()
    {
        using var scope = NewDisposeScope();
        using var layer = nn.ConvTranspose2d(3, 2, 3, stride: 2, padding: 1, bias: false, dtype: F64);
        var (y, x) = (Check.Sample(1, 3, 3, 3), Check.Sample(1, 2, 5, 5));
        var there = (nn.functional.conv2d(x, layer.weight, strides: [2, 2], padding: [1, 1]) * y).sum();
        Check.Near(there, (layer.call(y) * x).sum());
        Assert.Equal([1, 2, 6, 6], layer.forward(y, [6, 6]).shape);
        Assert.Throws<ArgumentException>(() => layer.forward(y, [9, 9]));
        Check.Gradients(t => nn.functional.conv_transpose2d(t[0], t[1], strides: [2, 2]), y, Check.Sample(3, 2, 2, 2));
    }

    [Fact]
    public void Pools_OfWindows_AreTheirMeanAndMaximum()
    {
        using var scope = NewDisposeScope();
        var x = Check.Sample(1, 2, 4, 4);
        var windows = x.unfold(2, 2, 2).unfold(3, 2, 2).flatten(4);
        Check.Near(windows.mean([-1]), nn.AvgPool2d(2).call(x));
        Check.Near(windows.amax(-1), nn.MaxPool2d(2).call(x));
        Check.Near(x.mean([2, 3], true), nn.functional.adaptive_avg_pool2d(x, 1));
        Check.Near(windows.amax(-1), nn.MaxPool2d((2, 2)).forward_with_indices(x).Values);
        Check.Gradient(t => nn.functional.avg_pool2d(t, 2, 1), x);
        Check.Gradient(t => nn.functional.max_pool2d(t, 2), x);
    }

    [Fact]
    public void Interpolation_ByEachMode_MatchesItsDefinition()
    {
        using var scope = NewDisposeScope();
        var x = Check.Sample(1, 2, 3, 3);
        var twice = x.repeat_interleave(2, 2).repeat_interleave(2, 3);
        Check.Near(twice, nn.functional.interpolate(x, scale_factor: [2, 2]));
        Check.Near(twice, nn.functional.interpolate(x, [6, 6]));
        Check.Near(twice, nn.Upsample(scale_factor: [2, 2]).call(x));
        Check.Near(twice, nn.functional.interpolate(x, [6, 6], mode: InterpolationMode.NearestExact));
        Check.Near(nn.functional.adaptive_avg_pool2d(x, 1), nn.functional.interpolate(x, [1, 1], mode: InterpolationMode.Area));
        var corners = nn.functional.interpolate(x, [5, 5], mode: InterpolationMode.Bilinear, align_corners: true);
        Check.Near((x[0, 0, 0, 0] + x[0, 0, 0, 1]) / 2, corners[0, 0, 0, 1]);
        Check.Near(x.select(2, 0).repeat_interleave(2, 2), nn.functional.interpolate(x.select(2, 0), [6]));
        Check.Gradient(t => nn.functional.interpolate(t, scale_factor: [2, 3]), x);
        Check.Gradient(t => nn.functional.interpolate(t, [4, 4], mode: InterpolationMode.Bicubic), x);
        Assert.Throws<System.Runtime.InteropServices.ExternalException>(() => nn.functional.interpolate(x));
    }

    [Fact]
    public void Pad_ByEachMode_MatchesItsDefinition()
    {
        using var scope = NewDisposeScope();
        var x = tensor(new[] { 1.0, 2.0, 3.0 }).reshape(1, 3);
        Check.Near([9, 1, 2, 3, 9, 9], nn.functional.pad(x, (1, 2), value: 9));
        Check.Near([2, 1, 2, 3, 2], nn.functional.pad(x, [1, 1], PaddingModes.Reflect));
        Check.Near([1, 1, 2, 3, 3], nn.functional.pad(x, [1, 1], PaddingModes.Replicate));
        Check.Near([3, 1, 2, 3, 1], nn.functional.pad(x.unsqueeze(0), [1, 1], PaddingModes.Circular));
        Assert.Equal([3, 5], nn.functional.pad(x, 1).shape);
        Check.Near([2, 3], nn.functional.pad(x, (-1, 0)));
    }
}
