using PreferenceFlow.FlowModel.Onnx;
using PreferenceFlow.FlowModel.Rewards;
using PreferenceFlow.FlowModel.Selection;
using PreferenceFlow.Training.Data;
using PreferenceFlow.Training.Loop;

namespace PreferenceFlow.Training.LatentFlow;

/// <summary>Learns what a latent flow's vote is worth beside a reward ensemble. It may be nothing.</summary>
/// <param name="observer">Is told what came out.</param>
internal sealed class VoteTrainer(ITrainingObserver observer)
{
    /// <summary>Chance to give a worthless vote a weight above 0, over all its forms together.</summary>
    private const double FalseAlarm = 0.05;

    /// <summary>Chooses the form of the vote with the greatest likelihood, and its weight: 0 unless it is surely above 0.</summary>
    /// <param name="flow">A trained flow.</param>
    /// <param name="ensemble">The ensemble beside which it votes.</param>
    /// <param name="validation">Pairs of prompts that neither learnt from; candidates of a prompt are all its answers.</param>
    /// <param name="cancellationToken">Cancels between two prompts.</param>
    public TrainedLatentFlow Learn(
        TrainedLatentFlow flow, RewardEnsemble ensemble, IReadOnlyList<PreferencePair> validation, CancellationToken cancellationToken)
    {
        using var answers = flow.Open(new OnnxOptions());
        var forms = Enum.GetValues<VoteForm>();
        var pairs = forms.ToDictionary(form => form, _ => new List<IReadOnlyList<VotePair>>());
        foreach (var prompt in validation.GroupBy(PairSplit.Source).Select(g => g.ToArray()))
        {
            var texts = prompt.SelectMany(p => new[] { p.Chosen, p.Rejected }).Distinct().ToArray();
            var places = texts.Index().ToDictionary(t => t.Item, t => t.Index);
            var scores = ensemble.Score(prompt[0].Prompt, texts, cancellationToken);
            var moved = answers.Move(prompt[0].Prompt, texts, cancellationToken);
            foreach (var form in forms)
            {
                var votes = FlowVoter.Votes(form, moved.Latents, moved.Targets);
                pairs[form].Add([.. prompt.Select(p => new VotePair
                {
                    Gain = ensemble.Gains(scores[places[p.Chosen]], scores[places[p.Rejected]]).Average(),
                    Vote = votes[places[p.Chosen]] - votes[places[p.Rejected]],
                    Weight = p.Weight * ((2 * p.Agreement) - 1),
                }).Where(p => p.Weight > 0)]);
            }
        }

        var confidence = 1 - (FalseAlarm / forms.Length);
        var fits = forms.ToDictionary(form => form, form => VoteWeight.Fit(pairs[form], confidence, flow.Settings.Seed));
        foreach (var (form, fit) in fits)
        {
            observer.OnMessage(
                $"latent flow: {form} is worth {fit.Estimate:G3} logits a unit ({fit.Low:G3} to {fit.High:G3}), "
                + $"log likelihood {fit.Likelihood:F4}");
        }

        var (best, vote) = fits.MaxBy(f => (f.Value.Weight > 0, f.Value.Likelihood));
        observer.OnMessage(vote.Weight > 0
            ? $"latent flow: votes by {best} with weight {vote.Weight:G3}"
            : "latent flow: no form of its vote is surely worth anything beside the ensemble; its weight is 0");
        return flow with { Settings = flow.Settings with { Form = best, VoteWeight = vote.Weight } };
    }
}
