using System.Globalization;
using PreferenceFlow.FlowModel.Selection;
using PreferenceFlow.Service.Formats;
using PreferenceFlow.Service.Pipeline;

namespace PreferenceFlow.Service.Candidates;

/// <summary>Which of the upstream's answers leaves, and as which bytes.</summary>
/// <param name="Outcome">How it was chosen, or why it was not.</param>
/// <param name="Taken">The response that holds it.</param>
/// <param name="Kept">The answers of that response that leave, the chosen one first.</param>
/// <param name="More">What the other responses have used.</param>
internal sealed record CandidateChoice(AlignmentOutcome Outcome, IHeldAnswers Taken, IReadOnlyList<long> Kept, TokenCounts More)
{
    /// <summary>The bytes that leave.</summary>
    public ReadOnlyMemory<byte> Write() => Taken.Write(Kept, More);

    /// <summary>The first answers, as many as the client asked for.</summary>
    public static IReadOnlyList<long> Asked(AnswerRequest request) =>
        [.. Enumerable.Range(0, Math.Min(request.Question.Answers, short.MaxValue)).Select(number => (long)number)];

    /// <summary>Chooses; what speaks against a choice leaves the first answers as they are.</summary>
    /// <param name="exchange">The request.</param>
    /// <param name="first">The response that it is answered with.</param>
    /// <param name="others">Those of further calls; what may not be changed among them is no candidate, and counts in the usage all the same.</param>
    /// <param name="choose">Decides; never throws but for the client's own cancellation.</param>
    public static async Task<CandidateChoice> OfAsync(
        AnswerExchange exchange, IHeldAnswers first, IReadOnlyList<IHeldAnswers> others, Func<SelectionRequest, Task<QueueResult>> choose)
    {
        exchange.Operation.Usage = others.Aggregate(first.Usage, (sum, other) => sum.Plus(other.Usage));

        var asked = Asked(exchange.Request);
        CandidateChoice Bypassed(BypassReason reason) => new(AlignmentOutcome.Bypassed(reason), first, asked, UsageBeside(first));
        if (first.Bypass is { } bypass)
            return Bypassed(bypass);
        var answers = first.Answers;
        if (answers is not [{ Number: 0 }, ..])
            return Bypassed(BypassReason.NoText);

        var candidates = answers.Select(answer => (Holder: first, Answer: answer))
            .Concat(others.Where(IsCandidate).Select(other => (Holder: other, Answer: other.Answers[0]))).ToList();
        var result = await choose(new()
        {
            Prompt = exchange.Request.Question.Prompt,
            Answers = [.. candidates.Select(candidate => candidate.Answer.Text)],
            MinGain = exchange.Options.MinGain,
            Objectives = exchange.Plan.Objectives,
            Seed = exchange.Request.DrawSeed,
        });
        if (result.Decision is not { } decision)
            return Bypassed(result.Bypass!.Value);

        var (taken, chosen) = candidates[decision.Chosen];
        var outcome = AlignmentOutcome.Of([result], exchange.Options.Mode);
        return new(
            outcome with
            {
                Decision = $"{outcome.Decision}; candidate={decision.Chosen + 1}; of={candidates.Count}",
                Agreement = decision.Consistency?.Agreement.ToString("0.###", CultureInfo.InvariantCulture),
            },
            taken,
            [.. asked.Prepend(chosen.Number).Distinct().Take(taken == first ? asked.Count : 1)],
            UsageBeside(taken));

        TokenCounts UsageBeside(IHeldAnswers response)
        {
            var sum = new TokenCounts();
            foreach (var other in others.Append(first).Where(other => other != response))
                sum.Add(other.Counts);
            return sum;
        }
    }

    private static bool IsCandidate(IHeldAnswers response) => response is { Bypass: null, Answers.Count: 1 };
}
