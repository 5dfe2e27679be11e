using PreferenceFlow.FlowModel.Selection;

namespace PreferenceFlow.FlowModel.Tests.Selection;

public sealed class SampleConsistencyTests
{
    [Fact]
    public void Of_HalfAQuarterAQuarter_HasClosedForm()
    {
        var consistency = SampleConsistency.Of(["4", "4", "5", "6"]);

        Assert.Equal(0.5, consistency.Agreement, 1e-12);
        Assert.Equal(0.25, consistency.FirstSecondDistance, 1e-12);
        Assert.Equal(1 - (1.5 * Math.Log(2) / Math.Log(4)), consistency.Concentration, 1e-12);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    public void Of_AllAgree_IsCertain(int samples)
    {
        var consistency = SampleConsistency.Of(Enumerable.Repeat(7, samples).ToArray());

        Assert.Equal((1, 1, 1), (consistency.Agreement, consistency.Concentration, consistency.FirstSecondDistance));
    }

    [Fact]
    public void Of_NoTwoAgree_HasNoConcentration() => Assert.Equal(0, SampleConsistency.Of([1, 2, 3, 4]).Concentration, 1e-12);

    [Fact]
    public void Of_Nothing_Throws() => Assert.Throws<ArgumentException>(() => SampleConsistency.Of<string>([]));
}
