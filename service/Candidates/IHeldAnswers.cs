using PreferenceFlow.Service.Formats;
using PreferenceFlow.Service.Pipeline;

namespace PreferenceFlow.Service.Candidates;

/// <summary>One response of the upstream, held whole, with one answer or several.</summary>
internal interface IHeldAnswers
{
    /// <summary>Why it may not be changed; null where nothing speaks against it.</summary>
    BypassReason? Bypass { get; }

    /// <summary>How many answers it holds, with text or without.</summary>
    int Count { get; }

    /// <summary>The answers that have a text, in order.</summary>
    IReadOnlyList<HeldAnswer> Answers { get; }

    /// <summary>The tokens that it took, as far as it says so.</summary>
    TokenUsage Usage { get; }

    /// <summary>What it says it has used, figure by figure.</summary>
    TokenCounts Counts { get; }

    /// <summary>Its bytes with some of its answers; the very same where all stay and nothing is added.</summary>
    /// <param name="kept">The answers that stay: the first one becomes answer 0, and so on.</param>
    /// <param name="more">What is added to the usage that it tells.</param>
    ReadOnlyMemory<byte> Write(IReadOnlyList<long> kept, TokenCounts more);
}

/// <summary>An answer of a response.</summary>
/// <param name="Number">Which one of the response's it is.</param>
/// <param name="Text">All its text.</param>
internal readonly record struct HeldAnswer(long Number, string Text);
