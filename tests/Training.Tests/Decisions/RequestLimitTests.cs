using PreferenceFlow.FlowModel.Decisions;

namespace PreferenceFlow.Training.Tests.Decisions;

/// <summary>What a caller may ask of one decision.</summary>
public sealed class RequestLimitTests(TinyLesson lesson)
{
    [Fact]
    public void Decide_HugeMargin_ChangesNothing() =>
        Assert.All(AnyAnswer.Requests(30, seed: 7), r => Assert.False(Decide(r with { MinGain = 1e9 }).Changed));

    [Fact]
    public void Decide_StrengthZero_ProposesNothing() => Assert.All(
        AnyAnswer.Requests(30, seed: 8),
        r => Assert.True(Decide(r with { Strength = 0 }).Reason is AlignmentReason.NothingProposed or AlignmentReason.NothingToEdit));

    [Fact]
    public void Decide_NothingButCode_IsNothingToEdit() =>
        Assert.Equal(AlignmentReason.NothingToEdit, Decide(new() { Prompt = "", Answer = "```\nbad\n```" }).Reason);

    [Fact]
    public void Decide_SentenceLongerThanNetwork_PassesUntouched()
    {
        var answer = string.Join(' ', Enumerable.Repeat("bad", 400)) + ".";

        Assert.Same(answer, Decide(new() { Prompt = "", Answer = answer }).Text);
    }

    [Fact]
    public void Decide_CancelledToken_Throws()
    {
        var request = new AlignmentRequest { Prompt = "", Answer = "My room is bad today." };

        Assert.ThrowsAny<OperationCanceledException>(() => lesson.Bundle.Edit!.Aligner.Decide(request, new CancellationToken(canceled: true)));
    }

    [Fact]
    public async Task Decide_SeveralThreads_GiveTheSame()
    {
        var requests = AnyAnswer.Requests(20, seed: 9).ToList();
        var alone = requests.Select(r => Decide(r).Text).ToList();

        var beside = await Task.WhenAll(requests.Select(r => Task.Run(() => Decide(r).Text)));

        Assert.Equal(alone, beside);
    }

    private AlignmentDecision Decide(AlignmentRequest request) => lesson.Bundle.Edit!.Aligner.Decide(request, CancellationToken.None);
}
