using PreferenceFlow.FlowModel.Bundles;
using PreferenceFlow.Training.Evaluation;

namespace PreferenceFlow.Training.Tests;

/// <summary>The flow goes from rejected to chosen, on pairs it never saw; with the arrow turned it goes back.</summary>
public sealed class DirectionTests(TinyLesson lesson)
{
    [Fact]
    public void Aligned_HeldOutRejected_IsNearerToChosen()
    {
        var aligned = lesson.Parts.HeldOut.Select(p => lesson.Decide(p.Rejected, p.Prompt).Text).ToList();

        var before = Distance(lesson.Parts.HeldOut.Select(p => p.Rejected), lesson.Parts.HeldOut.Select(p => p.Chosen));
        var after = Distance(aligned, lesson.Parts.HeldOut.Select(p => p.Chosen));
        Assert.True(after < 0.5 * before, $"Distance to the chosen texts: {before:F4} before, {after:F4} after.");
    }

    [Fact]
    public void Aligned_HeldOutChosen_MostlyStays() => Assert.InRange(lesson.Edits[EditEvaluator.Gated].UntouchedGood, 0.85, 1);

    [Fact]
    public void Aligned_TrainedOnFlippedPairs_GoesBack()
    {
        using var directory = new TemporaryDirectory();
        var options = TinyLesson.Options(directory["bundle"], directory["run"]);
        new TrainingPipeline(options, new RecordingObserver())
            .Run(TinyPairs.Flip(lesson.Pairs), TinyLesson.DataSha256, CancellationToken.None);
        using var flipped = ModelBundle.Load(options.Output);
        string Apply(string text) => flipped.Edit!.Aligner.Decide(new() { Prompt = "", Answer = text }, CancellationToken.None).Text;

        var pairs = lesson.Parts.HeldOut;
        var backward = Distance(pairs.Select(p => Apply(p.Chosen)), pairs.Select(p => p.Rejected));
        var forward = Distance(pairs.Select(p => Apply(p.Rejected)), pairs.Select(p => p.Chosen));
        var apart = Distance(pairs.Select(p => p.Rejected), pairs.Select(p => p.Chosen));
        Assert.True(backward < 0.5 * apart, $"Chosen texts went from {apart:F4} to {backward:F4} of the rejected ones.");
        Assert.True(forward > 0.9 * apart, $"Rejected texts came from {apart:F4} to {forward:F4} of the chosen ones.");
    }

    private static double Distance(IEnumerable<string> outputs, IEnumerable<string> references) =>
        EditRatio.Of([.. outputs.Zip(references, (o, r) => new EvaluatedText { Source = r, Output = o, References = [r] })]);
}
