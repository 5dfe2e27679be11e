using PreferenceFlow.FlowModel.LatentFlow;
using PreferenceFlow.FlowModel.Selection;

namespace PreferenceFlow.FlowModel.Tests.LatentFlow;

public sealed class IdealStepTests
{
    private static readonly double[] s_reference = [0.5, 0.3, 0.2];
    private static readonly IdealStep s_step = IdealStep.OfRewards([0, 1, 2]);

    [Fact]
    public void Step_UnitVector_IsThatOfTheReference()
    {
        Close([0.354523, 0.569318, 0.759716], s_step.WinRates(s_reference));
        Close([0.354523, 0.341591, 0.303886], s_step.Preferred(s_reference));
        Close([0.645477, 0.258409, 0.096114], s_step.Rejected(s_reference));
        Assert.Equal(0.551027, s_step.WinRate(s_step.Preferred(s_reference), s_reference), 1e-6);
    }

    [Theory]
    [InlineData(2, new[] { 0.216510, 0.349584, 0.433907 })]
    [InlineData(5, new[] { 0.015899, 0.171349, 0.812753 })]
    [InlineData(10, new[] { 0.000021, 0.011079, 0.988901 })]
    public void Repeat_UnitVector_IsThatOfTheReference(int steps, double[] law) => Close(law, s_step.Repeat(s_reference, steps));

    [Fact]
    public void PreferredAndRejected_Together_AreTheLaw() =>
        Close(s_reference, [.. s_step.Preferred(s_reference).Zip(s_step.Rejected(s_reference), (p1, p0) => (p0 + p1) / 2)]);

    /// <summary>Many answers, certain preferences: k steps are best of 2^k, which wins 2^k/(2^k + 1) of the time.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Repeat_CertainPreferences_IsBestOfTwoToTheK(int steps)
    {
        const int answers = 400;
        var preferences = new double[answers, answers];
        for (var i = 0; i < answers; i++)
        {
            for (var j = 0; j < answers; j++)
                preferences[i, j] = i == j ? 0.5 : i > j ? 1 : 0;
        }

        var step = new IdealStep(preferences);
        double[] uniform = [.. Enumerable.Repeat(1.0 / answers, answers)];

        Assert.Equal(BestOfN.MaxWinRate(1 << steps), step.WinRate(step.Repeat(uniform, steps), uniform), 0.002);
    }

    [Fact]
    public void Repeat_PreferencesInACircle_GoesRoundAndDoesNotSettle()
    {
        var step = new IdealStep(new[,] { { 0.5, 0.9, 0.1 }, { 0.1, 0.5, 0.9 }, { 0.9, 0.1, 0.5 } }); // each beats the next

        Close([1 / 3.0, 1 / 3.0, 1 / 3.0], step.Repeat([1 / 3.0, 1 / 3.0, 1 / 3.0], 20));
        Assert.Equal([1, 0, 2], new[] { 50, 100, 200 }.Select(k => BestOfN.Choose(step.Repeat(s_reference, k))));
        Assert.All(new[] { 50, 100, 200 }, k => Assert.InRange(step.Repeat(s_reference, k).Max(), 0.99, 1));
    }

    private static void Close(double[] expected, double[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-6));
    }
}
