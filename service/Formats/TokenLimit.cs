using System.Text;
using PreferenceFlow.FlowModel.Decisions;
using PreferenceFlow.Service.Json;
using PreferenceFlow.Service.Pipeline;

namespace PreferenceFlow.Service.Formats;

/// <summary>Keeps aligned answers within the most tokens that the request allows, though the upstream's tokenizer is unknown.</summary>
/// <remarks>
/// What is sure of every tokenizer in use: a token spells a byte at least. So a text of no more bytes than the limit keeps it, and words
/// put into a text make no more tokens than they have bytes. Where neither helps, an edit may not make the text longer than it came.
/// What the upstream itself made, sampled or reworked, kept the limit there.
/// </remarks>
internal static class TokenLimit
{
    private static readonly string[] Names = ["max_tokens", "max_completion_tokens", "max_output_tokens"];

    /// <returns>The smallest limit that the request names, 0 for one that is no whole number; null where it names none.</returns>
    public static long? Of(JsonObjectView request) =>
        Names.Where(name => request[name] is not null).Min(name => (long?)(request.Integer(name) ?? 0));

    /// <summary>The decisions about the texts of one answer, without those that could lead beyond the limit.</summary>
    /// <param name="texts">All texts that share the limit, as they came.</param>
    /// <param name="results">What was decided about each.</param>
    /// <param name="used">Tokens that the answer took by the upstream's count; null where it does not tell.</param>
    public static QueueResult[] Keep(long? limit, long? used, IReadOnlyList<string> texts, QueueResult[] results)
    {
        if (limit is not { } most)
            return results;
        long came = texts.Sum(Encoding.UTF8.GetByteCount);
        var (left, put) = (came, 0L);
        return [.. texts.Zip(results, (text, result) =>
        {
            if (result.Decision is not { Reason: AlignmentReason.Edited } decision)
                return result;
            var total = left + Encoding.UTF8.GetByteCount(decision.Text) - Encoding.UTF8.GetByteCount(text);
            var added = put + decision.Edits.Sum(edit => (long)Encoding.UTF8.GetByteCount(edit.Replacement));
            if (total > most && total > came && !(used + added <= most))
                return result with { Decision = Refused(text, decision) };
            (left, put) = (total, added);
            return result;
        })];
    }

    /// <summary>The decision that leaves the text as it came.</summary>
    public static AlignmentDecision Refused(string text, AlignmentDecision decision) =>
        new() { Text = text, Reason = AlignmentReason.GuardRefused, Times = decision.Times };
}
