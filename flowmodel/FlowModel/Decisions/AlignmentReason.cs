namespace PreferenceFlow.FlowModel.Decisions;

/// <summary>Why an answer left as it did. A closed set: each value is one header value and one metric tag.</summary>
public enum AlignmentReason
{
    /// <summary>At least one segment was replaced by an edit whose lower-bound gain exceeded the margin.</summary>
    Edited,

    /// <summary>Another of several answers was surely better than the first.</summary>
    Selected,

    /// <summary>The answer was replaced by what the upstream made of it when it was asked to rework it.</summary>
    Revised,

    /// <summary>The flow proposed nothing: the answer needs no editing.</summary>
    NothingProposed,

    /// <summary>
    /// There were edits or other answers, none of which gained enough for certain: the lower bound is too low, or the expected loss too high.
    /// </summary>
    GainTooSmall,

    /// <summary>Every proposal that gained enough broke a guard (protected span, length, similarity, stop string, edit budget).</summary>
    GuardRefused,

    /// <summary>The answer is empty or has no segment that may be edited, or there is no second one to choose from.</summary>
    NothingToEdit,
}
