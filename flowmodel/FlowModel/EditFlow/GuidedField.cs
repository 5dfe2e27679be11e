using PreferenceFlow.FlowModel.Text;

namespace PreferenceFlow.FlowModel.EditFlow;

/// <summary>
/// Rates and token choices of a batch of chains, with strength and classifier-free guidance applied
/// ("naive rate" form: λ(c)^(1+w)·λ(∅)^(−w), Q likewise; arXiv 2506.09018, section 3.3).
/// </summary>
internal sealed class GuidedField(
    EditFlowModel model, TokenEdges edges, List<EditChain> chains, StateRates[] conditional, StateRates[]? unconditional)
{
    public double Rate(int row, int position, EditKind kind)
    {
        var (chain, rate) = (chains[row], conditional[row].Rate(position, kind));
        if (unconditional is not null && chain.Guidance != 0)
            rate *= Math.Pow(Math.Max(rate, 1e-9) / Math.Max(unconditional[row].Rate(position, kind), 1e-9), chain.Guidance);
        return chain.Strength * rate;
    }

    /// <summary>The token of each firing edit: the most likely one, or one drawn from Q for sampled chains. Deletions get 0.</summary>
    public int[] ChooseTokens(IReadOnlyList<(int Row, Firing Edit)> firing, CancellationToken cancellationToken)
    {
        // Chains at the same text ask for the same tokens, and a deletion asks for none.
        var asked = firing.Where(f => f.Edit.Kind != EditKind.Delete).Select(f => (f.Row, f.Edit.Position))
            .DistinctBy(a => (conditional[a.Row], a.Position)).ToList();
        var tokens = new int[firing.Count];
        if (asked.Count == 0)
            return tokens;
        var place = asked.Index().ToDictionary(a => (conditional[a.Item.Row], a.Item.Position), a => a.Index);
        var logits = model.TokenLogits(Hidden(conditional, asked), cancellationToken);
        var free = unconditional is null ? logits : model.TokenLogits(Hidden(unconditional, asked), cancellationToken);
        var vocabulary = model.Shape.Vocabulary;
        for (var i = 0; i < firing.Count; i++)
        {
            var (row, edit) = firing[i];
            if (edit.Kind == EditKind.Delete)
                continue;
            var chain = chains[row];
            var (with, without) = edit.Kind == EditKind.Insert ? (logits.Insert, free.Insert) : (logits.Substitute, free.Substitute);
            Func<int, bool> allowed = edit.Kind == EditKind.Substitute
                ? token => token != chain.Tokens[edit.Position - 1]
                : token => chain.AllowsToken(edit.Position, token, edges);
            var weight = unconditional is null ? 0 : chain.Guidance;
            var at = place[(conditional[row], edit.Position)] * vocabulary;
            tokens[i] = TokenChoice.Choose(
                with.AsSpan(at, vocabulary), without.AsSpan(at, vocabulary), weight, allowed,
                chain.Firing is FiringRule.Sampled sampled ? FiringSchedule.StepRandom(sampled.Seed, (edit.Position * 1009) + chain.Edits) : null);
        }

        return tokens;
    }

    private float[] Hidden(StateRates[] rates, List<(int Row, int Position)> asked)
    {
        var width = model.Shape.Width;
        var hidden = new float[asked.Count * width];
        for (var i = 0; i < asked.Count; i++)
            rates[asked[i].Row].HiddenAt(asked[i].Position).CopyTo(hidden.AsSpan(i * width));
        return hidden;
    }
}
