using PreferenceFlow.Training.Rewards;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace PreferenceFlow.Training.Tests.Rewards;

public sealed class PreferenceLossesTests : IDisposable
{
    private const double Beta = 0.5;

    private readonly TorchSharp.DisposeScope _scope = NewDisposeScope();

    [Fact]
    public void LogRatio_OfPolicyAndReference_IsTheDifferenceOfDifferences() =>
        Assert.Equal(
            [3f], PreferenceLosses.LogRatio(tensor(new[] { -1f }), tensor(new[] { -5f }), tensor(new[] { -2f }), tensor(new[] { -3f })).data<float>());

    [Fact]
    public void Dpo_LogRatio_IsTheLogisticLoss() =>
        Assert.Equal((Math.Log(1 + Math.Exp(-1)) + Math.Log(1 + Math.Exp(0.5))) / 2, Value(PreferenceLosses.Dpo(Tensor(2, -1), Beta)), 1e-6);

    [Fact]
    public void Dpo_Gradient_IsMinusBetaTimesTheChanceOfBeingWrong()
    {
        var logRatio = Tensor(2, -1).requires_grad_();

        PreferenceLosses.Dpo(logRatio, Beta).backward();

        Close([-Beta / (1 + Math.E) / 2, -Beta / (1 + Math.Exp(-0.5)) / 2], logRatio.grad!);
    }

    [Fact]
    public void Distilled_Gradient_IsThatOfASquare()
    {
        var logRatio = Tensor(2, -1).requires_grad_();

        var loss = PreferenceLosses.Distilled(Tensor(1.5f, 0.25f), logRatio, Beta);
        loss.backward();

        Assert.Equal(((0.5 * 0.5) + (0.75 * 0.75)) / 2, Value(loss), 1e-6);
        Close([-2 * Beta * 0.5 / 2, -2 * Beta * 0.75 / 2], logRatio.grad!);
    }

    [Fact]
    public void DistilledFamily_EachPair_FollowsItsNearestModel()
    {
        var logRatio = Tensor(2, -1).requires_grad_();

        var loss = PreferenceLosses.DistilledFamily(tensor(new[] { 1.5f, 9, 4, -0.75f }, [2, 2]), logRatio, Beta);
        loss.backward();

        Assert.Equal(((0.5 * 0.5) + (0.25 * 0.25)) / 2, Value(loss), 1e-6);
        Close([-2 * Beta * 0.5 / 2, 2 * Beta * 0.25 / 2], logRatio.grad!);
    }

    [Fact]
    public void ForwardKl_SamplesOfTheReference_IsTheirMeanLogRatio() =>
        Assert.Equal(0.75, Value(PreferenceLosses.ForwardKl(Tensor(-1, -2), Tensor(-1.5f, -3))), 1e-6);

    [Fact]
    public void Distilled_TwoTexts_HasItsOptimumAtThreeAndDpoHasNone() // r = (2, 0.5), β = 0.5: Δρ = Δr/β
    {
        var reward = Tensor(1.5f);
        double Optimum(int steps, Func<Tensor, Tensor> loss) => LogRatioOf(Policy(2, steps, logits => loss(LogRatio(logits))));

        Assert.Equal(3, Optimum(400, ratio => PreferenceLosses.Distilled(reward, ratio, Beta)), 1e-3);
        Assert.True(Optimum(2000, ratio => PreferenceLosses.Dpo(ratio, Beta)) > Optimum(400, ratio => PreferenceLosses.Dpo(ratio, Beta)) + 1);
    }

    [Fact]
    public void Dpo_WithForwardKl_StaysNearTheReference()
    {
        double LogRatioWith(double gamma) => LogRatioOf(Policy(2, 2000, logits =>
            PreferenceLosses.Dpo(LogRatio(logits), Beta)
            + (gamma * PreferenceLosses.ForwardKl(full(2, -MathF.Log(2)), nn.functional.log_softmax(logits, 0)))));

        Assert.InRange(LogRatioWith(1), 0, 1);
        Assert.True(LogRatioWith(1) < LogRatioWith(0.01));
    }

    [Fact]
    public void Distilled_AllPairs_ReachesTheReferenceTiltedByTheReward()
    {
        float[] rewards = [0, 1, 2, 0.5f];
        float[] reference = [0.4f, 0.3f, 0.2f, 0.1f];
        var (first, second) = (tensor(new long[] { 0, 0, 0, 1, 1, 2 }), tensor(new long[] { 1, 2, 3, 2, 3, 3 }));
        var (reward, logReference) = (tensor(rewards), tensor(reference).log());

        var policy = Policy(4, 1500, logits =>
        {
            var logPolicy = nn.functional.log_softmax(logits, 0);
            var ratio = PreferenceLosses.LogRatio(
                logPolicy.index_select(0, first), logPolicy.index_select(0, second),
                logReference.index_select(0, first), logReference.index_select(0, second));
            return PreferenceLosses.Distilled(reward.index_select(0, first) - reward.index_select(0, second), ratio, Beta);
        });

        var tilted = reference.Zip(rewards, (p, r) => p * Math.Exp(r / Beta)).ToArray();
        Close([.. tilted.Select(t => t / tilted.Sum())], nn.functional.softmax(policy, 0), 1e-3);
    }

    public void Dispose() => _scope.Dispose();

    /// <summary>Logits of a policy over some texts, moved down the loss by plain gradient descent from the uniform one.</summary>
    private static Parameter Policy(int texts, int steps, Func<Tensor, Tensor> loss)
    {
        var logits = nn.Parameter(zeros(texts));
        for (var step = 0; step < steps; step++)
        {
            using var scope = NewDisposeScope();
            logits.grad = null;
            loss(logits).backward();
            using var _ = no_grad();
            logits.sub_(logits.grad!);
        }

        return logits;
    }

    // The reference is uniform over two texts.
    private static Tensor LogRatio(Tensor logits) => logits.narrow(0, 0, 1) - logits.narrow(0, 1, 1);

    private static double LogRatioOf(Tensor logits) => Value(LogRatio(logits).sum());

    private static Tensor Tensor(params float[] values) => tensor(values);

    private static double Value(Tensor scalar) => scalar.item<float>();

    private static void Close(double[] expected, Tensor actual, double tolerance = 1e-6) =>
        Assert.All(expected.Zip(actual.data<float>().ToArray()), pair => Assert.Equal(pair.First, pair.Second, tolerance));
}
