using PreferenceFlow.Training.Evaluation;

namespace PreferenceFlow.Training.Tests.Evaluation;

public sealed class LinearJudgeTests(TinyLesson lesson)
{
    [Fact]
    public void Probability_SeparableTexts_TellsThemApart()
    {
        var judge = Train();

        Assert.All(lesson.Parts.HeldOut, p => Assert.True(judge.Probability(p.Rejected) > judge.Probability(p.Chosen)));
        Assert.True(lesson.Parts.HeldOut.Average(p => judge.Probability(p.Chosen) < 0.5 ? 1.0 : 0) > 0.9);
    }

    [Fact]
    public void Train_SameSeed_IsTheSame() =>
        Assert.Equal(Train().Probability("My room is bad today."), Train().Probability("My room is bad today."));

    [Fact]
    public void Probability_UnknownWords_IsNotANumberNever() => Assert.InRange(Train().Probability(""), 0.01, 0.99);

    private LinearJudge Train()
    {
        // Ten times over, since a judge of so few texts sees few steps.
        var pairs = Enumerable.Repeat(lesson.Parts.Training, 10).SelectMany(p => p).ToList();
        return LinearJudge.Train([.. pairs.Select(p => p.Rejected)], [.. pairs.Select(p => p.Chosen)], seed: 1);
    }
}
