using System.Globalization;
using PreferenceFlow.FlowModel.Decisions;

namespace PreferenceFlow.Service.Pipeline;

/// <summary>How one request's answer left, in the words of <c>x-pflow-decision</c>.</summary>
internal sealed record AlignmentOutcome
{
    /// <summary><c>edited</c>, <c>unchanged; reason=…</c>, <c>bypassed; reason=…</c> or <c>shadow; would=…</c>.</summary>
    public required string Decision { get; init; }

    /// <summary>Mean gain in logits over the upstream's answer, a figure per choice; null where nothing was decided.</summary>
    public string? Gain { get; init; }

    /// <summary>Time by stage, summed over the choices.</summary>
    public StageTimes Times { get; init; }

    public static AlignmentOutcome Bypassed(BypassReason reason) => new() { Decision = $"bypassed; reason={HeaderNames.Of(reason)}" };

    /// <summary>A shadowed stream: it passes while it is read, so its headers leave before the decision, which goes to the log.</summary>
    public static AlignmentOutcome ShadowOfStream() => new() { Decision = "shadow; would=unknown" };

    /// <param name="results">One for each choice that could be decided about; at least one.</param>
    public static AlignmentOutcome Of(IReadOnlyList<QueueResult> results, AlignmentMode mode)
    {
        var decisions = results.Select(result => result.Decision).OfType<AlignmentDecision>().ToList();
        if (decisions.Count == 0)
            return Bypassed(results[0].Bypass!.Value);

        var edited = decisions.Any(decision => decision.Changed);
        var reason = HeaderNames.Of(decisions[0].Reason);
        return new()
        {
            Decision = mode == AlignmentMode.Shadow
                ? edited ? "shadow; would=edited" : $"shadow; would=unchanged; reason={reason}"
                : edited ? "edited" : $"unchanged; reason={reason}",
            Gain = string.Join(", ", decisions.Select(decision => decision.Gain.Mean.ToString("0.####", CultureInfo.InvariantCulture))),
            Times = new(
                Sum(decisions, decision => decision.Times.Propose),
                Sum(decisions, decision => decision.Times.Score),
                Sum(decisions, decision => decision.Times.Gate)),
        };
    }

    private static TimeSpan Sum(List<AlignmentDecision> decisions, Func<AlignmentDecision, TimeSpan> time) =>
        decisions.Aggregate(TimeSpan.Zero, (sum, decision) => sum + time(decision));
}
