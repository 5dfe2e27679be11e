using PreferenceFlow.FlowModel.Decisions;
using PreferenceFlow.FlowModel.Selection;

namespace PreferenceFlow.FlowModel.Bundles;

/// <summary>Some answers to one prompt and which one was chosen.</summary>
public sealed record GoldenSelection
{
    public required string Prompt { get; init; }

    public required IReadOnlyList<string> Answers { get; init; }

    public required int Chosen { get; init; }

    public required AlignmentReason Reason { get; init; }

    public double? GainLowerBound { get; init; }

    /// <summary>Records what a selector chooses.</summary>
    public static GoldenSelection Record(ISelector selector, string prompt, IReadOnlyList<string> answers)
    {
        var decision = Decide(selector, prompt, answers);
        return new()
        {
            Prompt = prompt, Answers = answers, Chosen = decision.Chosen, Reason = decision.Reason, GainLowerBound = decision.GainLowerBound,
        };
    }

    /// <summary>Why the selector no longer does what was recorded, without quoting text; null when it does.</summary>
    public string? Mismatch(ISelector selector)
    {
        var decision = Decide(selector, Prompt, Answers);
        var difference = GoldenCases.Difference(decision, Reason, GainLowerBound);
        return decision.Reason == Reason && decision.Chosen != Chosen ? $"answer {decision.Chosen} was chosen, recorded was {Chosen}" : difference;
    }

    private static AlignmentDecision Decide(ISelector selector, string prompt, IReadOnlyList<string> answers) =>
        selector.Decide(new() { Prompt = prompt, Answers = answers }, CancellationToken.None);
}
