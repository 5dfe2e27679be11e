namespace TorchSharp.Tests;

public class DataTests
{
    [Fact]
    public void Elements_OfAView_AreReadAndWrittenInItsOrder()
    {
        using var scope = NewDisposeScope();
        var x = arange(6).reshape(2, 3);
        var view = x.t().data<long>();
        Assert.Equal([0, 3, 1, 4, 2, 5], view.ToArray());
        Assert.Equal(4, view[1, 1]);
        view[2, 0] = 20;
        Assert.Equal([0, 1, 20, 3, 4, 5], x.data<long>().ToArray());
        Assert.Equal([3, 1, 4], view.Skip(1).Take(3));
        Assert.Equal(20, ((long[,])view.ToNDArray())[2, 0]);
        var target = new long[4];
        view.CopyTo(target, 1, 2);
        Assert.Equal([0, 1, 4, 20], target);
        x.data<long>().CopyFrom([7, 8], tensorIndex: 1);
        Assert.Equal([0, 7, 8, 3, 4, 5], x.data<long>().ToArray());
        Assert.Throws<IndexOutOfRangeException>(() => view[3, 0]);
        Assert.Equal(6, view.Count);
    }

    [Fact]
    public void Item_OfOneElement_IsItsValue()
    {
        using var scope = NewDisposeScope();
        Assert.Equal(2.5f, tensor(2.5f).item<float>());
        Assert.Equal(3, tensor(new[] { 3L }).item<long>());
        Assert.Equal(2.5, tensor(2.5f).ToDouble());
        Assert.Equal(2, tensor(2.5).ToInt64());
        Assert.Equal(2.5f, tensor(2.5).ToSingle());
        Assert.True((bool)tensor(true));
        Assert.Equal(7, (int)tensor(7L));
        Assert.Equal((ScalarType.Int64, 7), (tensor(7L).ToScalar().Type, tensor(7L).ToScalar().ToInt32()));
        Assert.Throws<ArgumentException>(() => zeros(2).item<float>());
        Assert.Throws<ArgumentException>(() => zeros(2).data<double>());
        Assert.Throws<System.Runtime.InteropServices.ExternalException>(() => zeros(2).ToSingle());
    }

    [Fact]
    public void Conversions_KeepValues()
    {
        using var scope = NewDisposeScope();
        var x = tensor(new[] { 1.75f, -2f });
        (Tensor Actual, ScalarType Type, double[] Values)[] cases =
        [
            (x.to(ScalarType.Float64), ScalarType.Float64, [1.75, -2]), (x.@double(), ScalarType.Float64, [1.75, -2]),
            (x.half(), ScalarType.Float16, [1.75, -2]), (x.bfloat16(), ScalarType.BFloat16, [1.75, -2]),
            (x.@long(), ScalarType.Int64, [1, -2]), (x.@int(), ScalarType.Int32, [1, -2]),
            (x.@bool(), ScalarType.Bool, [1, 1]), (x.to(CPU), ScalarType.Float32, [1.75, -2]),
            (x.to("cpu"), ScalarType.Float32, [1.75, -2]), (x.to(ScalarType.Int64, CPU), ScalarType.Int64, [1, -2]),
            (x.to(zeros(1, ScalarType.Float64)), ScalarType.Float64, [1.75, -2]),
            (x.type_as(zeros(1, ScalarType.Int64)), ScalarType.Int64, [1, -2]), (x.cpu(), ScalarType.Float32, [1.75, -2]),
        ];
        foreach (var (actual, type, values) in cases)
        {
            Assert.Equal(type, actual.dtype);
            Check.Near(values, actual);
        }
        Assert.Equal((Half)1.75f, x.half().data<Half>()[0]);
    }

    [Fact]
    public void Bytes_OfATensor_AreItsMemory()
    {
        using var scope = NewDisposeScope();
        var x = tensor(new[] { 1f, 2f });
        Assert.Equal(BitConverter.GetBytes(1f).Concat(BitConverter.GetBytes(2f)), x.bytes.ToArray());
        x.bytes = new byte[8];
        Check.Near([0, 0], x);
        Assert.Throws<InvalidOperationException>(() => zeros(2, 3).t().bytes.Length);
    }

    [Fact]
    public void SavedTensor_OfAnyType_LoadsTheSame()
    {
        using var scope = NewDisposeScope();
        foreach (var x in (Tensor[])[Check.Sample(2, 3), arange(4), tensor(true), zeros([0, 2]), Check.Sample(2, 3).t(),
            Check.Sample(3).half()])
        {
            var file = Path.GetTempFileName();
            save(x, file);
            using var loaded = load(file);
            File.Delete(file);
            Assert.Equal((x.dtype, x.shape.Length), (loaded.dtype, loaded.shape.Length));
            Check.Near(x, loaded);
        }
    }

    [Fact]
    public void Sharing_IsWhatEachNamePromises()
    {
        using var scope = NewDisposeScope();
        var x = zeros(2);
        foreach (var shared in (Tensor[])[x.alias(), x.detach(), x.view(1, 2), x.contiguous(), x.to(ScalarType.Float32)])
        {
            x.fill_(1);
            Check.Near([1, 1], shared.reshape(-1));
            x.zero_();
        }
        foreach (var own in (Tensor[])[x.clone(), x.to(ScalarType.Float32, copy: true)])
        {
            x.fill_(1);
            Check.Near([0, 0], own);
            x.zero_();
        }
    }
}
