using PreferenceFlow.Training.EditFlow;
using static TorchSharp.torch;

namespace PreferenceFlow.Training.Tests.EditFlow;

/// <summary>
/// The vector of the method: vocabulary 10, z0 = [BOS, a, b, ε, c], z1 = [BOS, a, d, e, ε], z_t = z0, all rates 1, Q uniform,
/// κ linear, t = 0.5, so w = 2. Pending: b → d, insert e, delete c.
/// </summary>
public sealed class EditFlowLossTests
{
    private static readonly float s_logQ = -MathF.Log(10);

    [Fact]
    public void Paper_UnitVector_Is19_2103()
    {
        using var scope = NewDisposeScope();

        // Four insertions, three deletions, three substitutions; the start token takes insertions only.
        var loss = EditFlowLoss.Paper(tensor(new[] { 10f }), tensor(new[] { s_logQ, s_logQ, 0f }), tensor(new[] { 0L, 0L, 0L }), tensor(new[] { 2f }));

        Assert.Equal(19.2103, loss.item<float>(), 1e-4);
    }

    [Fact]
    public void Practical_UnitVectorWithTwelveSlots_Is8_302585()
    {
        using var scope = NewDisposeScope();

        var loss = EditFlowLoss.Practical(
            tensor(new[] { 12f }), tensor(new[] { s_logQ, s_logQ, 0f }), tensor(new[] { 0L, 0L, 0L }), tensor(new[] { 2f }), tensor(new[] { 4f }));

        Assert.Equal(8.302585, loss.item<float>(), 1e-5);
    }

    [Fact]
    public void Practical_OneEdit_IsLeastWhereRateIsExpectedPendingCount()
    {
        using var scope = NewDisposeScope();

        // In 3 of 4 rows one edit is pending: the best constant rate is 0.75, where the gradient is zero.
        var rate = tensor(0.75f).requires_grad_();
        var loss = EditFlowLoss.Practical(
            rate.expand(4), rate.log().expand(3), tensor(new[] { 0L, 1L, 2L }), ones(4), ones(4));
        loss.backward();

        Assert.Equal(0, rate.grad!.item<float>(), 1e-6);
    }
}
