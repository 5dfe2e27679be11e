namespace PreferenceFlow.FlowModel.EditFlow;

/// <summary>
/// Chains that stand at the same text: all chains of a segment start there, and many meet again. The network is asked once for each.
/// </summary>
/// <param name="Distinct">A chain for each different text and prompt.</param>
/// <param name="Row">For each chain its place in <paramref name="Distinct"/>.</param>
internal sealed record ChainStates(IReadOnlyList<EditChain> Distinct, int[] Row)
{
    public static ChainStates Of(List<EditChain> chains)
    {
        var (distinct, row, seen) = (new List<EditChain>(), new int[chains.Count], new Dictionary<string, int>(StringComparer.Ordinal));
        for (var i = 0; i < chains.Count; i++)
        {
            var key = $"{string.Join(' ', chains[i].Prompt)}|{string.Join(' ', chains[i].Tokens)}";
            if (!seen.TryGetValue(key, out row[i]))
            {
                seen[key] = row[i] = distinct.Count;
                distinct.Add(chains[i]);
            }
        }

        return new(distinct, row);
    }
}
