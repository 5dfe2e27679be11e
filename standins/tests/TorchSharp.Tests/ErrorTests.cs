using System.Runtime.InteropServices;

namespace TorchSharp.Tests;

public class ErrorTests
{
    public static readonly Dictionary<string, (Action Failing, string Says)> Table = new()
    {
        ["matmul"] = (() => zeros(2, 3).matmul(zeros(2, 3)), "mat1 and mat2 shapes cannot be multiplied (2x3 and 2x3)"),
        ["view"] = (() => zeros(2, 3).view(4), "shape '[4]' is invalid for input of size 6"),
        ["add"] = (() => _ = zeros(2) + zeros(3), "must match the size of tensor b (3)"),
        ["index"] = (() => _ = zeros(2)[5], "out of range"), ["gather"] = (() => zeros(2).gather(0, tensor(new[] { 7L })), "out of bounds"),
        ["cat"] = (() => cat([zeros(2, 2), zeros(2)]), "same number of dimensions"),
        ["backward"] = (() => zeros(2).backward(), "does not require grad"),
        ["leaf"] = (() => zeros(2, requires_grad: true).add_(1), "leaf Variable that requires grad"),
        ["integer mean"] = (() => tensor(new[] { 1L }).mean(), "could not infer output dtype"),
        ["one_hot"] = (() => nn.functional.one_hot(tensor(new[] { -1L })), "non-negative"),
    };

    public static TheoryData<string> Names => [.. Table.Keys];

    [Theory, MemberData(nameof(Names))]
    public void Error_OfLibtorch_ArrivesWithItsMessage(string name)
    {
        using var scope = NewDisposeScope();
        var error = Assert.Throws<ExternalException>(Table[name].Failing);
        Assert.Contains(Table[name].Says, error.Message, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("Exception raised from", error.Message);
    }

    [Fact]
    public void DisposedTensor_WhenUsed_SaysSo()
    {
        var x = zeros(2);
        x.Dispose();
        x.Dispose();
        Assert.True(x.IsInvalid);
        Assert.Throws<InvalidOperationException>(() => x + 1);
    }

    [Fact]
    public void Cuda_OnAMachineWithout_IsAbsentAndThrows()
    {
        if (cuda.is_available())
            return;
        Assert.Equal(0, cuda.device_count());
        Assert.Throws<InvalidOperationException>(() => CUDA);
        Assert.Throws<InvalidOperationException>(() => zeros(1, device: new Device("cuda:0")));
        Assert.Throws<InvalidOperationException>(() => zeros(1).cuda());
        Assert.Throws<InvalidOperationException>(() => nn.Linear(1, 1).to(DeviceType.CUDA));
    }
}
