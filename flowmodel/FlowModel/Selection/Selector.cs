using System.Diagnostics;
using PreferenceFlow.FlowModel.Decisions;
using PreferenceFlow.FlowModel.LatentFlow;
using PreferenceFlow.FlowModel.Rewards;

namespace PreferenceFlow.FlowModel.Selection;

/// <summary>The decision rule over whole answers: pessimistic selection by the reward ensemble, and never worse than the first.</summary>
/// <remarks>
/// (1) score    every answer beside its prompt                     reward ensemble, and the latent flow where its vote is worth something
/// (2) gate     those surely better than the first, and the first  lower bound of the gain, guards
/// (3) choose   the highest lower bound, or a draw by them
/// </remarks>
public sealed class Selector(RewardEnsemble rewards, AnswerFlow? flow, SelectionGate gate) : ISelector
{
    public AlignmentDecision Decide(SelectionRequest request, CancellationToken cancellationToken)
    {
        var answers = request.Answers;
        var start = Stopwatch.GetTimestamp();
        var scores = answers.Count > 1 ? rewards.Score(request.Prompt, answers, cancellationToken) : [[]]; // :: (1)
        var votes = flow?.Votes(request.Prompt, answers, cancellationToken) ?? new double[answers.Count];
        var scored = Stopwatch.GetTimestamp();
        var gains = scores.Zip(votes, (score, vote) => rewards.Gains(score, scores[0]).Select(gain => gain + vote - votes[0]).ToArray()).ToArray();
        return gate.Choose(request, gains) with // :: (2), (3)
        {
            Consistency = SampleConsistency.Of([.. answers.Select(Normalised)]),
            Times = new(default, Stopwatch.GetElapsedTime(start, scored), Stopwatch.GetElapsedTime(scored)),
        };
    }

    /// <summary>White space and case do not make another answer.</summary>
    private static string Normalised(string answer) =>
        string.Join(' ', answer.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).ToLowerInvariant();
}
