namespace PreferenceFlow.Training.Evaluation;

/// <summary>
/// What the metrics make of a person, where several people rewrote a text: each rewrite is left out in turn and measured against those
/// that remain, and beside it the source and an editor's output against the same ones. An editor can hardly be asked for more.
/// </summary>
public sealed record LeaveOneOut
{
    /// <summary>Rewrites left out, at least 2.</summary>
    public required int Rewrites { get; init; }

    /// <summary>The rewrites left out.</summary>
    public required TextMetrics AnotherHuman { get; init; }

    /// <summary>The source, unedited.</summary>
    public required TextMetrics Copy { get; init; }

    /// <summary>The editor's output.</summary>
    public required TextMetrics Output { get; init; }

    /// <summary>Leaves out each reference of every text that has several. Equal ones count each: two people who agree.</summary>
    /// <returns>Null where no text has several references.</returns>
    public static LeaveOneOut? Of(IReadOnlyList<EvaluatedText> texts)
    {
        var left = texts.Where(static text => text.References.Count > 1).SelectMany(static text => text.References.Select((rewrite, i) =>
            (Rewrite: rewrite, Text: text with { References = [.. text.References.Where((_, other) => other != i)] }))).ToList();
        return left.Count == 0 ? null : new LeaveOneOut
        {
            Rewrites = left.Count,
            AnotherHuman = TextMetrics.Of([.. left.Select(static l => l.Text with { Output = l.Rewrite })]),
            Copy = TextMetrics.Of([.. left.Select(static l => l.Text with { Output = l.Text.Source })]),
            Output = TextMetrics.Of([.. left.Select(static l => l.Text)]),
        };
    }
}
