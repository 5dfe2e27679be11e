namespace PreferenceFlow.Training.EditFlow;

/// <summary>One aligned pair of segments: what the flow learns from.</summary>
/// <param name="Prompt">Prompt tokens; may be empty.</param>
/// <param name="Source">The rejected side with blanks, z0.</param>
/// <param name="Target">The chosen side with blanks, z1; as long as <paramref name="Source"/>.</param>
internal sealed record EditExample(int[] Prompt, int[] Source, int[] Target)
{
    /// <summary>How often it is drawn beside others, above 0.</summary>
    public double Weight { get; init; } = 1;

    /// <summary>Positions at which the two sides differ.</summary>
    public int Edits { get; } = Source.Zip(Target).Count(z => z.First != z.Second);

    /// <summary>Edits for each source token, at least 0.</summary>
    public double EditRatio => Edits / (double)Math.Max(1, Source.Count(t => t != Alignment.Blank));

    /// <summary>The chosen side onto itself: teaches the flow to leave good text alone.</summary>
    public EditExample Identity()
    {
        var target = Target.Where(t => t != Alignment.Blank).ToArray();
        return new(Prompt, target, target);
    }
}
