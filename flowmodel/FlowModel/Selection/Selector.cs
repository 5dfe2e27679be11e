using System.Diagnostics;
using PreferenceFlow.FlowModel.Decisions;
using PreferenceFlow.FlowModel.LatentFlow;
using PreferenceFlow.FlowModel.Rewards;

namespace PreferenceFlow.FlowModel.Selection;

/// <summary>The decision rule over whole answers: pessimistic selection by the reward ensemble, and never worse than the first.</summary>
/// <remarks>
/// (1) score    every answer beside its prompt                     reward ensemble, and the latent flow where its vote is worth something
/// (2) gate     those surely better than the first, and the first  lower bound of the gain, guards
/// (3) choose   the highest lower bound, or what a rule over objectives or groups takes; or a draw by either
/// </remarks>
public sealed class Selector : ISelector
{
    private readonly RewardEnsemble _rewards;
    private readonly AnswerFlow? _flow;
    private readonly SelectionGate _gate;
    private readonly ObjectiveRewards? _objectives;

    /// <param name="rewards">Decides which answers are surely better.</param>
    /// <param name="flow">Votes; null for none.</param>
    /// <param name="gate">The rule.</param>
    /// <param name="objectives">What answers are worth to several objectives or groups; null for none.</param>
    /// <exception cref="ArgumentException">The gate asks for a rule over groups and there are no objectives.</exception>
    public Selector(RewardEnsemble rewards, AnswerFlow? flow, SelectionGate gate, ObjectiveRewards? objectives)
    {
        if (objectives is null && gate.Options.Groups != GroupRule.None)
            throw new ArgumentException($"The rule {gate.Options.Groups} needs objectives, and there are none.", nameof(gate));
        (_rewards, _flow, _gate, _objectives) = (rewards, flow, gate, objectives);
    }

    public IReadOnlyList<string> Objectives => _objectives?.Objectives ?? [];

    public AlignmentDecision Decide(SelectionRequest request, CancellationToken cancellationToken)
    {
        var answers = request.Answers;
        var start = Stopwatch.GetTimestamp();
        var groups = Groups(request, cancellationToken);
        var readings = answers.Count == 1 ? [new([], [])] // :: (1)
            : request.Features is { } features ? _rewards.Read(features, cancellationToken)
            : _rewards.Read(request.Prompt, answers, cancellationToken);
        var votes = _flow?.Votes(request.Prompt, answers, cancellationToken) ?? new double[answers.Count];
        var scored = Stopwatch.GetTimestamp();
        var gains = readings.Zip(votes, (reading, vote) => WithVote(_rewards.Gain(reading, readings[0]), vote - votes[0])).ToArray();
        return _gate.Choose(request, gains, groups) with // :: (2), (3)
        {
            Consistency = SampleConsistency.Of([.. answers.Select(Normalised)]),
            Times = new(default, Stopwatch.GetElapsedTime(start, scored), Stopwatch.GetElapsedTime(scored)),
        };
    }

    private GroupRewards? Groups(SelectionRequest request, CancellationToken cancellationToken)
    {
        var rule = request.Objectives is null ? _gate.Options.Groups : GroupRule.Weighted;
        if (rule == GroupRule.None)
            return null;
        if (_objectives is null)
            throw new ArgumentException("The bundle has no objectives that a request could weigh.", nameof(request));
        var weights = _objectives.Weights(request.Objectives ?? new Dictionary<string, double>());
        return new(rule, _objectives.Score(request.Answers, cancellationToken), weights);
    }

    private static MemberGains WithVote(MemberGains gains, double vote) => gains with { Members = [.. gains.Members.Select(gain => gain + vote)] };

    /// <summary>White space and case do not make another answer.</summary>
    private static string Normalised(string answer) =>
        string.Join(' ', answer.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).ToLowerInvariant();
}
