using PreferenceFlow.FlowModel.Decisions;
using PreferenceFlow.FlowModel.Selection;

namespace PreferenceFlow.Service.Tests.Doubles;

/// <summary>A deterministic selector: each character is a logit, and the longest answer wins.</summary>
internal sealed class LengthSelector : ISelector
{
    public IReadOnlyList<string> Objectives { get; } = ["helpful", "harmless"];

    public SelectionRequest? Last { get; private set; }

    public AlignmentDecision Decide(SelectionRequest request, CancellationToken cancellationToken)
    {
        Last = request;
        var longest = request.Answers.Index().MaxBy(answer => answer.Item.Length);
        var gain = longest.Item.Length - request.Answers[0].Length;
        var taken = gain > (request.MinGain ?? 0);
        return new()
        {
            Text = taken ? longest.Item : request.Answers[0],
            Consistency = SampleConsistency.Of([.. request.Answers]),
            Chosen = taken ? longest.Index : 0,
            Reason = !taken ? AlignmentReason.GainTooSmall
                : request.Origin == CandidateOrigin.Reworked ? AlignmentReason.Revised : AlignmentReason.Selected,
            Gain = taken ? new(gain, 0, gain) : default,
            GainLowerBound = gain,
            Times = new(default, TimeSpan.FromMilliseconds(4), TimeSpan.FromMilliseconds(1)),
        };
    }
}
