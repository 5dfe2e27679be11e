namespace PreferenceFlow.FlowModel.EditFlow;

/// <summary>
/// The texts that chains have stood at. All chains of a segment start at one text and many meet again, in the same pass or a later one:
/// the network is asked once for each.
/// </summary>
internal sealed class VisitedStates(EditFlowModel model)
{
    /// <summary>Padded tokens of one network call: few, so that its rows are of like length, and enough for full matrix products.</summary>
    private const int MaxBatchTokens = 256;

    private readonly Dictionary<string, StateRates> _known = new(StringComparer.Ordinal);

    /// <summary>What the flow says of the text where each chain stands.</summary>
    /// <param name="chains">Chains at their present texts.</param>
    /// <param name="prompt">The prompt that the flow is told of for a chain.</param>
    /// <returns>One for each chain, in order.</returns>
    public StateRates[] At(
        IReadOnlyList<EditChain> chains, Func<EditChain, IReadOnlyList<int>> prompt, CancellationToken cancellationToken)
    {
        var states = chains.Select(chain => new State(prompt(chain), chain.Tokens)).ToArray();
        var unknown = states.Where(state => !_known.ContainsKey(state.Key)).DistinctBy(state => state.Key);
        foreach (var batch in Batches(unknown.OrderBy(Length)))
        {
            var packed = EditBatch.Pack(model.Shape, [.. batch.Select(state => (state.Prompt, state.Tokens))]);
            var rates = model.Rates(packed, cancellationToken);
            foreach (var (row, state) in batch.Index())
                _known[state.Key] = new(rates, row);
        }

        return [.. states.Select(state => _known[state.Key])];
    }

    private IEnumerable<List<State>> Batches(IEnumerable<State> states)
    {
        var batch = new List<State>();
        foreach (var state in states)
        {
            if (batch.Count > 0 && (batch.Count + 1) * Length(state) > MaxBatchTokens)
            {
                yield return batch;
                batch = [];
            }

            batch.Add(state);
        }

        if (batch.Count > 0)
            yield return batch;
    }

    private int Length(State state) => 1 + state.Tokens.Count + Math.Min(state.Prompt.Count, model.Shape.MaxPromptTokens);

    private sealed record State(IReadOnlyList<int> Prompt, IReadOnlyList<int> Tokens)
    {
        /// <summary>Equal for equal texts; made when the state is, since a chain's tokens change.</summary>
        public string Key { get; } = $"{string.Join(' ', Prompt)}|{string.Join(' ', Tokens)}";
    }
}
