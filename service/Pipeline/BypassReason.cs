namespace PreferenceFlow.Service.Pipeline;

/// <summary>Why an answer was not decided about. A closed set: each value is one header value and one metric tag.</summary>
internal enum BypassReason
{
    /// <summary>The mode is off.</summary>
    Off,

    /// <summary>No bundle is loaded; /readyz says why.</summary>
    NoBundle,

    /// <summary>The bundle has no part for the mode: it only edits, or only selects.</summary>
    NotInBundle,

    /// <summary>One answer is asked for to choose among, or they come as streams that are not to be held.</summary>
    NothingToChoose,

    /// <summary>The API has no conversation in which the upstream could be asked to rework its answer.</summary>
    NotReworkable,

    /// <summary>The queue was full.</summary>
    Overload,

    /// <summary>There was no decision within the budget.</summary>
    Deadline,

    /// <summary>The decision failed; the log says how.</summary>
    Failed,

    /// <summary>The request declares legacy functions.</summary>
    Functions,

    /// <summary>The request asks for JSON.</summary>
    ResponseFormat,

    /// <summary>The answer shall repeat the prompt.</summary>
    Echo,

    /// <summary>The request has several prompts, or one that is no text.</summary>
    Prompts,

    /// <summary>The answer shall fit between prompt and suffix.</summary>
    Suffix,

    /// <summary>The upstream shall choose among several answers.</summary>
    BestOf,

    /// <summary>The answer goes on with a text that the request begins.</summary>
    Prefill,

    /// <summary>Log probabilities were asked for or came: they belong to the upstream's tokens.</summary>
    Logprobs,

    /// <summary>The answer is, or may be, audio.</summary>
    Audio,

    /// <summary>The answer calls tools.</summary>
    ToolCalls,

    /// <summary>The answer is a refusal.</summary>
    Refusal,

    /// <summary>The answer has annotations, whose offsets point into its text.</summary>
    Annotations,

    /// <summary>The answer has no text, or not as one string.</summary>
    NoText,

    /// <summary>The upstream answered with a status other than 200, or with an error inside the stream.</summary>
    UpstreamError,

    /// <summary>The upstream broke off in the middle of the stream.</summary>
    UpstreamFailed,

    /// <summary>The body is not the answer that was asked for.</summary>
    NotACompletion,

    /// <summary>The stream ended without a finish reason.</summary>
    Incomplete,

    /// <summary>The answer is larger than the limit.</summary>
    TooLarge,

    /// <summary>Request or answer is compressed.</summary>
    Encoded,
}
