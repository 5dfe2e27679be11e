using PreferenceFlow.FlowModel.Decisions;
using PreferenceFlow.FlowModel.Text;

namespace PreferenceFlow.Training.Tests.Decisions;

/// <summary>The promise "never worse" as a property of many decisions, with the learned flow and with one that edits at random.</summary>
public sealed class NeverWorseTests(TinyLesson lesson)
{
    [Fact]
    public void Decide_LearnedFlow_KeepsPromise()
    {
        var changed = AnyAnswer.Requests(150, seed: 5)
            .Count(request => Check(lesson.Bundle.Edit!.Aligner, request, request.MinGain ?? lesson.Bundle.Edit.Settings.Gate.MinGain).Changed);

        Assert.InRange(changed, 20, 140);
    }

    [Fact]
    public void Decide_RandomFlow_KeepsPromise()
    {
        using var wild = new WildFlow(lesson);

        var decisions = AnyAnswer.Requests(150, seed: 6).Select(r => r with { MinGain = null })
            .Select(request => Check(wild.Aligner, request, WildFlow.Options.MinGain)).ToList();

        Assert.InRange(decisions.Count(d => d.Changed), 20, 140);
    }

    [Fact]
    public void Decide_HeldOutTexts_NoneChangedWithoutGain() => Assert.Equal(0, lesson.Edits.ChangedWithoutGain);

    private static AlignmentDecision Check(IAligner aligner, AlignmentRequest request, double margin)
    {
        var decision = aligner.Decide(request, CancellationToken.None);
        var again = aligner.Decide(request with { Answer = new(request.Answer.AsSpan()) }, CancellationToken.None);
        Assert.Equal(decision with { Edits = [], Times = default }, again with { Edits = [], Times = default });
        Assert.Equal(decision.Edits, again.Edits);
        if (!decision.Changed)
        {
            Assert.Same(request.Answer, decision.Text);
            Assert.Empty(decision.Edits);
            Assert.Equal(default, decision.Gain);
            return decision;
        }

        Assert.NotEqual(request.Answer, decision.Text);
        Assert.True(decision.GainLowerBound > margin, $"{decision.GainLowerBound} is not above {margin}.");
        Assert.Equal(decision.Text, TextDiff.Apply(request.Answer, decision.Edits));
        Assert.True(decision.Edits.Sum(e => e.Words) <= (request.MaxEdits ?? int.MaxValue));
        Assert.True(ProtectedSpans.Kept(request.Answer, decision.Text), $"{request.Answer}\n→\n{decision.Text}");
        Assert.All(request.StopStrings, s => Assert.True(request.Answer.Contains(s) || !decision.Text.Contains(s)));
        foreach (var rest in Segmenter.Cut(request.Answer).Where(s => !s.Editable && !string.IsNullOrWhiteSpace(s.Text)))
            Assert.Contains(rest.Text, decision.Text);
        return decision;
    }
}
