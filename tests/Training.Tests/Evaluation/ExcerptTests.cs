using PreferenceFlow.FlowModel.Text;
using PreferenceFlow.Training.Evaluation;

namespace PreferenceFlow.Training.Tests.Evaluation;

public sealed class ExcerptTests
{
    private static readonly string s_filler = string.Join(' ', Enumerable.Range(0, 200).Select(i => $"word{i}"));

    [Fact]
    public void Of_ShortTexts_KeepsAll()
    {
        var runs = Excerpt.Of("It is bad today.", "It is good today.", 600);

        Assert.Equal(WordDiff.Runs("It is bad today.", "It is good today."), runs);
    }

    [Fact]
    public void Of_LongText_ShowsItsChanges()
    {
        var runs = Excerpt.Of($"{s_filler} bad {s_filler} worse {s_filler}", $"{s_filler} good {s_filler} better {s_filler}", 600);

        Assert.Equal(["bad", "good", "worse", "better"], runs.Where(r => r.Kind != DiffKind.Equal).Select(r => r.Text.Trim()));
        Assert.All(runs.Where(r => r.Kind == DiffKind.Equal), r => Assert.Contains("…", r.Text));
        Assert.InRange(runs.Sum(r => r.Text.Length), 100, 610);
    }

    [Fact]
    public void Of_LongUnchangedText_IsItsStart()
    {
        var run = Assert.Single(Excerpt.Of(s_filler, s_filler, 100));

        Assert.Equal(s_filler[..100] + "…", run.Text);
    }

    [Fact]
    public void Of_ManyChanges_AreCutOff()
    {
        var runs = Excerpt.Of(s_filler, s_filler.Replace("word", "term"), 100);

        Assert.InRange(runs.Sum(r => r.Text.Length), 100, 103);
        Assert.EndsWith("…", runs[^1].Text);
    }

    [Fact]
    public void Start_WithinSurrogatePair_StopsBeforeIt() => Assert.Equal("ab…", Excerpt.Start("ab😀cd", 3));
}
