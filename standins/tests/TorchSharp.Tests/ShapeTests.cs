namespace TorchSharp.Tests;

public class ShapeTests
{
    /// <summary>What becomes of arange(24) as [2, 3, 4]: the new shape, and the first elements in its order.</summary>
    public static readonly Dictionary<string, (Func<Tensor, Tensor> Operation, long[] Shape, double[] Begins)> Table = new()
    {
        ["reshape"] = (x => x.reshape(4, -1), [4, 6], [0, 1, 2]), ["view"] = (x => x.view(6, 4), [6, 4], [0, 1, 2]),
        ["view_as"] = (x => x.view_as(zeros(3, 8)), [3, 8], [0, 1]), ["flatten"] = (x => x.flatten(), [24], [0, 1, 2]),
        ["flatten 1"] = (x => x.flatten(1), [2, 12], [0, 1]),
        ["ravel"] = (x => x.ravel(), [24], [0]), ["unflatten"] = (x => x.unflatten(2, 2, 2), [2, 3, 2, 2], [0, 1]),
        ["permute"] = (x => x.permute(2, 0, 1), [4, 2, 3], [0, 4, 8, 12]), ["transpose"] = (x => x.transpose(0, 2), [4, 3, 2], [0, 12, 4]),
        ["swapaxes"] = (x => x.swapaxes(1, 2), [2, 4, 3], [0, 4, 8, 1]), ["movedim"] = (x => x.movedim([0], [2]), [3, 4, 2], [0, 12, 1]),
        ["mT"] = (x => x.mT, [2, 4, 3], [0, 4, 8]), ["T"] = (x => x[0].T, [4, 3], [0, 4, 8]), ["t"] = (x => x[0].t(), [4, 3], [0, 4, 8]),
        ["unsqueeze"] = (x => x.unsqueeze(1), [2, 1, 3, 4], [0]), ["squeeze"] = (x => x.unsqueeze(0).squeeze(), [2, 3, 4], [0]),
        ["squeeze 1"] = (x => x.unsqueeze(0).unsqueeze(0).squeeze(1), [1, 2, 3, 4], [0]),
        ["expand"] = (x => x.unsqueeze(0).expand(2, 2, 3, 4), [2, 2, 3, 4], [0, 1]),
        ["expand_as"] = (x => x[0, 0].expand_as(zeros(2, 4)), [2, 4], [0, 1, 2, 3, 0]),
        ["broadcast_to"] = (x => x[0, 0].broadcast_to(2, 4), [2, 4], [0, 1, 2, 3, 0]),
        ["repeat"] = (x => x.repeat(2, 1, 1), [4, 3, 4], [0, 1]), ["tile"] = (x => x.tile([2]), [2, 3, 8], [0, 1, 2, 3, 0]),
        ["repeat_interleave"] = (x => x.repeat_interleave(2, 2), [2, 3, 8], [0, 0, 1, 1]),
        ["repeat_interleave by"] = (x => x.repeat_interleave(tensor(new[] { 1L, 2L }), 0), [3, 3, 4], [0]),
        ["narrow"] = (x => x.narrow(1, 1, 2), [2, 2, 4], [4, 5]), ["slice"] = (x => x.slice(2, 1, 4, 2), [2, 3, 2], [1, 3, 5]),
        ["select"] = (x => x.select(1, -1), [2, 4], [8, 9]), ["unfold"] = (x => x.unfold(2, 2, 1), [2, 3, 3, 2], [0, 1, 1, 2]),
        ["as_strided"] = (x => x.as_strided([2, 2], [1, 2], 3), [2, 2], [3, 5, 4, 6]),
        ["diagonal"] = (x => x[0].diagonal(), [3], [0, 5, 10]), ["diag"] = (x => x[0, 0].diag(), [4, 4], [0, 0, 0, 0, 0, 1]),
        ["diag_embed"] = (x => x[0].diag_embed(), [3, 4, 4], [0, 0, 0, 0, 0, 1]), ["flip"] = (x => x.flip(2), [2, 3, 4], [3, 2, 1, 0]),
        ["roll"] = (x => x.roll(1, 2), [2, 3, 4], [3, 0, 1, 2]), ["roll all"] = (x => x.roll(1), [2, 3, 4], [23, 0]),
        ["roll two"] = (x => x.roll((1, 1), (1, 2)), [2, 3, 4], [11, 8]),
        ["triu"] = (x => x[0].triu(1), [3, 4], [0, 1, 2, 3, 0, 0, 6, 7]), ["tril"] = (x => x[0].tril(), [3, 4], [0, 0, 0, 0, 4, 5]),
        ["cat"] = (x => cat([x, x], 1), [2, 6, 4], [0, 1]), ["stack"] = (x => stack([x, x], 3), [2, 3, 4, 2], [0, 0, 1, 1]),
        ["concat"] = (x => concat([x, x]), [4, 3, 4], [0]),
        ["split's second"] = (x => x.split(2, 2)[1], [2, 3, 2], [2, 3]),
        ["split by sizes"] = (x => x.split([1L, 3L], 2)[1], [2, 3, 3], [1, 2, 3]),
        ["chunk's third"] = (x => x.chunk(3, 1)[2], [2, 1, 4], [8]), ["tensor_split"] = (x => x.tensor_split(3, 2)[0], [2, 3, 2], [0, 1]),
        ["unbind's second"] = (x => x.unbind(1)[1], [2, 4], [4]),
        ["meshgrid"] = (x => meshgrid([x[0, 0], x[0, 1]])[0], [4, 4], [0, 0, 0, 0, 1]),
        ["where's places"] = (x => where(x > 21)[2], [2], [2, 3]),
        ["contiguous"] = (x => x.transpose(0, 1).contiguous(), [3, 2, 4], [0, 1, 2, 3, 12]),
    };

    public static TheoryData<string> Names => [.. Table.Keys];

    [Theory, MemberData(nameof(Names))]
    public void Shape_OfCountingNumbers_IsAsTabled(string name)
    {
        var (operation, shape, begins) = Table[name];
        using var scope = NewDisposeScope();
        var result = operation(arange(24, ScalarType.Float64).reshape(2, 3, 4));
        Assert.Equal(shape, result.shape);
        Check.Near(begins, result.reshape(-1)[..begins.Length]);
        if (name is not "where's places")
            Check.Gradient(operation, Check.Sample(2, 3, 4));
    }

    [Fact]
    public void InPlaceShapes_ChangeTheirTensor()
    {
        using var scope = NewDisposeScope();
        var x = zeros(2, 3);
        Assert.Equal([3, 2], x.transpose_(0, 1).shape);
        Assert.Equal([1, 3, 2], x.unsqueeze_(0).shape);
        Assert.Equal([3, 2], x.squeeze_(0).shape);
    }

    [Fact]
    public void Properties_OfAView_AreItsOwn()
    {
        using var scope = NewDisposeScope();
        var x = arange(24).reshape(2, 3, 4).transpose(0, 2);
        Assert.Equal([4, 3, 2], x.size());
        Assert.Equal(2, x.size(-1));
        Assert.Equal([1, 4, 12], x.stride());
        Assert.Equal((3, 3, 24, 8), (x.dim(), x.ndim, x.numel(), x.element_size()));
        Assert.False(x.is_contiguous());
        Assert.Equal(12, x[.., .., 1].storage_offset());
        Assert.Equal(ScalarType.Int64, x.dtype);
        Assert.Equal((DeviceType.CPU, "cpu"), (x.device.type, x.device.ToString()));
        Assert.Equal("[4x3x2], type = Int64, device = cpu", x.ToString());
        Assert.Throws<System.Runtime.InteropServices.ExternalException>(() => x.size(3));
        Assert.Equal(6, new Size((2, 3)).numel());
    }
}
