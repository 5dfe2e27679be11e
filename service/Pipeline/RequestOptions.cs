namespace PreferenceFlow.Service.Pipeline;

/// <summary>How one request wants its answer aligned.</summary>
internal sealed record RequestOptions
{
    public required AlignmentMode Mode { get; init; }

    /// <summary>0 to 2; 1 is the learned flow.</summary>
    public required double Strength { get; init; }

    /// <summary>In logits; null takes the bundle's margin.</summary>
    public double? MinGain { get; init; }

    /// <summary>Null for no limit.</summary>
    public int? MaxEdits { get; init; }

    /// <summary>Answers to choose among; null where nothing says.</summary>
    public int? Candidates { get; init; }

    /// <summary>What the request itself says of objectives; null where it says nothing.</summary>
    public IReadOnlyDictionary<string, double>? Objectives { get; init; }

    /// <summary>What its key or the configuration says of objectives.</summary>
    public IReadOnlyDictionary<string, double>? UsualObjectives { get; init; }

    public required StreamPolicy StreamPolicy { get; init; }

    /// <summary>Header over body over model suffix over key policy over configuration, each option by itself.</summary>
    public static RequestOptions Resolve(
        RequestOverrides header, RequestOverrides body, RequestOverrides suffix, RequestOverrides key, AlignmentOptions configured) => new()
    {
        Mode = header.Mode ?? body.Mode ?? suffix.Mode ?? key.Mode ?? configured.Mode,
        Strength = header.Strength ?? body.Strength ?? configured.Strength,
        MinGain = header.MinGain ?? body.MinGain ?? configured.MinGain,
        MaxEdits = header.MaxEdits ?? body.MaxEdits ?? configured.MaxEdits,
        Candidates = header.Candidates ?? body.Candidates ?? configured.Candidates,
        Objectives = header.Objectives ?? body.Objectives,
        UsualObjectives = key.Objectives ?? (configured.Objectives.Count > 0 ? configured.Objectives : null),
        StreamPolicy = header.StreamPolicy ?? body.StreamPolicy ?? configured.StreamPolicy,
    };
}

/// <summary>What one place (headers, body, model suffix, key policy) says; null where it says nothing.</summary>
internal sealed record RequestOverrides
{
    public static readonly RequestOverrides None = new();

    public AlignmentMode? Mode { get; init; }

    public double? Strength { get; init; }

    public double? MinGain { get; init; }

    public int? MaxEdits { get; init; }

    public int? Candidates { get; init; }

    public IReadOnlyDictionary<string, double>? Objectives { get; init; }

    public StreamPolicy? StreamPolicy { get; init; }
}
