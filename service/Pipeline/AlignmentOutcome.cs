using System.Collections.Frozen;
using System.Globalization;
using PreferenceFlow.FlowModel.Decisions;

namespace PreferenceFlow.Service.Pipeline;

/// <summary>How one request's answer left, in the words of <c>x-pflow-decision</c>.</summary>
internal sealed record AlignmentOutcome
{
    private const string Unchanged = "unchanged";

    private static readonly FrozenDictionary<BypassReason, AlignmentOutcome> AllBypassed = Enum.GetValues<BypassReason>()
        .ToFrozenDictionary(reason => reason, reason => new AlignmentOutcome
        {
            Decision = $"bypassed; reason={HeaderNames.Of(reason)}",
            Kind = "bypassed",
            Reason = HeaderNames.Of(reason),
        });

    /// <summary><c>edited</c>, <c>selected; candidate=…</c>, <c>revised</c>, <c>unchanged; reason=…</c>,
    /// <c>bypassed; reason=…</c> or <c>shadow; would=…</c>. Where only a part of it
    /// was decided about, <c>; bypassed=…</c> follows.</summary>
    public required string Decision { get; init; }

    /// <summary>The first word of <see cref="Decision"/>, a metric's label.</summary>
    public required string Kind { get; init; }

    /// <summary>Why, or what would have been: a value of a closed set, a metric's label; null where an answer was edited whole.</summary>
    public string? Reason { get; init; }

    /// <summary>Mean gain in logits over the upstream's answer, a figure per choice; null where nothing was decided.</summary>
    public string? Gain { get; init; }

    /// <summary>Share of several answers that say the same, but for case and white space, in the largest group; null where there was one.</summary>
    public string? Agreement { get; init; }

    /// <summary>Time by stage, summed over the choices.</summary>
    public StageTimes Times { get; init; }

    public static AlignmentOutcome Bypassed(BypassReason reason) => AllBypassed[reason];

    /// <summary>A shadowed stream: it passes while it is read, so its headers leave before the decision, which goes to the log.</summary>
    public static AlignmentOutcome ShadowOfStream() => new() { Decision = "shadow; would=unknown", Kind = "shadow" };

    /// <summary>A stream whose headers leave before the decision.</summary>
    public static AlignmentOutcome Pending() => new() { Decision = "pending", Kind = "pending" };

    /// <param name="results">One for each choice that could be decided about; at least one.</param>
    /// <param name="bypass">Why a part of the answer was not decided about; null takes the results' own reason, if any.</param>
    public static AlignmentOutcome Of(IReadOnlyList<QueueResult> results, AlignmentMode mode, BypassReason? bypass = null)
    {
        bypass ??= results.Select(result => result.Bypass).FirstOrDefault(reason => reason is not null);
        var decisions = results.Select(result => result.Decision).OfType<AlignmentDecision>().ToList();
        if (decisions.Count == 0)
            return Bypassed(bypass!.Value);

        var change = decisions.Find(decision => decision.Changed);
        var (kind, reason) = (change is null ? Unchanged : HeaderNames.Of(change.Reason), HeaderNames.Of(decisions[0].Reason));
        var partly = bypass is { } part ? HeaderNames.Of(part) : null;
        var shadow = mode == AlignmentMode.Shadow;
        return new()
        {
            Decision = (shadow ? "shadow; would=" : "")
                + (change is not null ? kind : $"{kind}; reason={reason}")
                + (partly is null ? "" : $"; bypassed={partly}"),
            Kind = shadow ? "shadow" : kind,
            Reason = partly ?? (shadow ? kind : change is not null ? null : reason),
            Gain = string.Join(", ", decisions.Select(decision => decision.Gain.Mean.ToString("0.####", CultureInfo.InvariantCulture))),
            Times = StageTimes.Sum(decisions.Select(decision => decision.Times)),
        };
    }

    /// <summary>A choice among several answers, and what then became of the one taken.</summary>
    public AlignmentOutcome Then(AlignmentOutcome next) => this with
    {
        Decision = $"{Decision}; then={next.Decision}",
        Kind = Kind == Unchanged ? next.Kind : Kind,
        Reason = Kind == Unchanged ? next.Reason : Reason,
        Gain = Gain is null || next.Gain is null ? Gain ?? next.Gain : $"{Gain}, {next.Gain}",
        Times = StageTimes.Sum([Times, next.Times]),
    };
}
