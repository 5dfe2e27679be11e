using PreferenceFlow.FlowModel.Text;

namespace PreferenceFlow.FlowModel.EditFlow;

/// <summary>
/// Carries texts along the edit flow, many at once. Rates do not depend on time, so a chain asks the network again only after
/// one of its edits fired, and ends as soon as nothing can fire.
/// </summary>
public sealed class EditSampler(EditFlowModel model, TokenEdges edges)
{
    /// <summary>Network calls a chain may use; the longest chain of edits on record needs six.</summary>
    private const int MaxPasses = 10;

    /// <summary>Runs every chain to its end. Chains longer than the model takes stay as they are.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public void Run(IReadOnlyList<EditChain> chains, CancellationToken cancellationToken)
    {
        var visited = new VisitedStates(model);
        for (var pass = 0; pass < MaxPasses; pass++)
        {
            var active = chains.Where(c => !c.Done && c.Tokens.Count <= model.Shape.MaxAnswerTokens).ToList();
            if (active.Count == 0)
                return;
            Advance(active, visited, cancellationToken);
        }
    }

    private void Advance(List<EditChain> chains, VisitedStates visited, CancellationToken cancellationToken)
    {
        var guided = chains.Exists(c => c.Guidance != 0 && c.Prompt.Count > 0);
        var field = new GuidedField(
            model, edges, chains, visited.At(chains, c => c.Prompt, cancellationToken),
            guided ? visited.At(chains, _ => [], cancellationToken) : null);

        var firing = new List<(int Row, Firing Edit)>();
        for (var row = 0; row < chains.Count; row++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var chain = chains[row];
            var edits = FiringSchedule.Next(chain, edges, (position, kind) => field.Rate(row, position, kind));
            chain.Done = edits.Count == 0;
            firing.AddRange(edits.Select(e => (row, e)));
        }

        if (firing.Count == 0)
            return;
        var tokens = field.ChooseTokens(firing, cancellationToken);

        // From right to left, so that positions further left stay valid.
        foreach (var (index, (row, edit)) in firing.Index().Reverse())
            chains[row].Apply(edit.Position, edit.Kind, tokens[index]);
    }
}
