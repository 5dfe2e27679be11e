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

    /// <summary>The best of several answers, where that is surely better than the first.</summary>
    Select,

    /// <summary>The upstream is asked to rework its answer, and that leaves where it is surely better.</summary>
    Revise,

    /// <summary>The best of several answers where several are asked for, and edited where that is better still.</summary>
    Auto,
}
