using PreferenceFlow.Training.Data;
using PreferenceFlow.Training.Rewards;

namespace PreferenceFlow.Training.Tests.Rewards;

public sealed class SoftPreferencesTests(TinyLesson lesson)
{
    private static readonly PreferencePair s_pair = new() { Prompt = "", Chosen = "good", Rejected = "bad", Weight = 2 };
    private static readonly double s_threeToOne = Math.Log(3); // p = 0.75

    [Fact]
    public void Soften_LabelLikelyRight_WeighsItByTwicePLessOne() =>
        Assert.Equal(s_pair with { Weight = 2 * 0.5 }, Rounded(Soft(0.3).Soften(s_pair, [s_threeToOne])));

    [Fact]
    public void Soften_LabelLikelyWrong_TurnsItRound() =>
        Assert.Equal(
            s_pair with { Chosen = "bad", Rejected = "good", Weight = 2 * 0.5 }, Rounded(Soft(0.3).Soften(s_pair, [-s_threeToOne])));

    [Fact]
    public void Soften_WrongButNotSurelyEnough_LeavesItOut() => Assert.Null(Soft(0.2).Soften(s_pair, [-s_threeToOne]));

    [Fact]
    public void Soften_MembersThatDisagree_TakesTheirMeanProbability() => // 0.75 and 0.5
        Assert.Equal(2 * 0.25, Soft(0.3).Soften(s_pair, [s_threeToOne, 0])!.Weight, 1e-12);

    [Fact]
    public void Soften_EveryMemberSawThePair_KeepsItAsItIs() => Assert.Same(s_pair, Soft(0.3).Soften(s_pair, []));

    [Fact]
    public void Of_LabelsTurned_TurnsThemBack()
    {
        var flipped = TinyPairs.Flip(lesson.Parts.HeldOut);
        var soft = new SoftPreferences(lesson.Bundle.Edit!.Rewards, seed: 1, turnBelow: 0.3).Of(flipped, CancellationToken.None);

        var given = flipped.Select(p => (p.Chosen, p.Rejected)).ToHashSet();
        var changed = soft.Where(p => p.Weight != 1).ToList(); // the others were in every bootstrap
        Assert.NotEmpty(changed);
        Assert.True(changed.Count(p => !given.Contains((p.Chosen, p.Rejected))) > 0.9 * changed.Count);
    }

    private SoftPreferences Soft(double turnBelow) => new(lesson.Bundle.Edit!.Rewards, 1, turnBelow);

    private static PreferencePair? Rounded(PreferencePair? pair) => pair is null ? null : pair with { Weight = Math.Round(pair.Weight, 9) };
}
