namespace PreferenceFlow.Service.Pipeline;

/// <summary>How much of a stream is held back to be aligned.</summary>
internal enum StreamPolicy
{
    /// <summary>A sentence at a time: each leaves once it is decided about.</summary>
    Sentence,

    /// <summary>All of it: the answer is decided about as a whole, and the headers tell the decision.</summary>
    Hold,

    /// <summary>Nothing: streams pass as they come, other answers are aligned.</summary>
    Off,
}
