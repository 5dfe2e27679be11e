namespace PreferenceFlow.Training.Evaluation;

/// <summary>How near the outputs are to what people wrote, and how far from what went in.</summary>
public sealed record TextMetrics
{
    /// <summary>Corpus BLEU against the references, in [0, 1]; see <see cref="Evaluation.Bleu"/>.</summary>
    public required double Bleu { get; init; }

    /// <summary>Corpus chrF2 against the references, in [0, 1]; see <see cref="Evaluation.Chrf"/>.</summary>
    public required double Chrf { get; init; }

    /// <summary>Changed words per word of the sources, at least 0; see <see cref="Evaluation.EditRatio"/>.</summary>
    public required double EditRatio { get; init; }

    /// <summary>Share of outputs that are one of their references, character for character, in [0, 1].</summary>
    public required double ExactMatch { get; init; }

    /// <summary>Share of outputs that are their source, character for character, in [0, 1].</summary>
    public required double Unchanged { get; init; }

    /// <summary>Measures the outputs. Measure the sources as outputs for the figures of copying.</summary>
    /// <exception cref="ArgumentException">There is no text, or one has no reference.</exception>
    public static TextMetrics Of(IReadOnlyList<EvaluatedText> texts)
    {
        if (texts.Count == 0)
            throw new ArgumentException("There is no text to measure.", nameof(texts));
        if (texts.Any(static text => text.References.Count == 0))
            throw new ArgumentException("Each text needs at least one reference.", nameof(texts));

        return new TextMetrics
        {
            Bleu = Evaluation.Bleu.Of(texts),
            Chrf = Evaluation.Chrf.Of(texts),
            EditRatio = Evaluation.EditRatio.Of(texts),
            ExactMatch = texts.Average(static text => text.References.Contains(text.Output, StringComparer.Ordinal) ? 1.0 : 0.0),
            Unchanged = texts.Average(static text => text.Output == text.Source ? 1.0 : 0.0),
        };
    }
}
