namespace PreferenceFlow.Service.Pipeline;

/// <summary>What is done with an answer.</summary>
internal enum AlignmentMode
{
    /// <summary>Nothing: it passes untouched.</summary>
    Off,

    /// <summary>It is decided about and passes untouched.</summary>
    Shadow,

    /// <summary>The edit flow may change it.</summary>
    Edit,

    /// <summary>The best of several candidates. Not available yet.</summary>
    Select,

    /// <summary>The upstream is asked to revise it. Not available yet.</summary>
    Revise,

    /// <summary>What suits the request: today the same as <see cref="Edit"/>.</summary>
    Auto,
}
