using System.Numerics.Tensors;
using PreferenceFlow.FlowModel.Text;

namespace PreferenceFlow.FlowModel.EditFlow;

/// <summary>Chooses the token of an insertion or a substitution from its logits.</summary>
internal static class TokenChoice
{
    /// <summary>Share of the probability from which sampled chains draw.</summary>
    private const double TopP = 0.9;

    /// <param name="logits">Logits under the prompt, [V].</param>
    /// <param name="free">Logits without the prompt, [V]; read only when <paramref name="guidance"/> is not 0.</param>
    /// <param name="guidance">Weight w in (1 + w)·logits − w·free.</param>
    /// <param name="allowed">Which tokens may be chosen.</param>
    /// <param name="random">Draws from the most likely tokens; null takes the most likely one.</param>
    public static int Choose(ReadOnlySpan<float> logits, ReadOnlySpan<float> free, double guidance, Func<int, bool> allowed, Random? random)
    {
        var scores = logits.ToArray();
        if (guidance != 0)
        {
            for (var v = 0; v < scores.Length; v++)
                scores[v] += (float)guidance * (scores[v] - free[v]);
        }

        scores.AsSpan(0, ByteBpeTokenizer.SpecialTokens).Fill(float.NegativeInfinity);
        if (random is not null)
        {
            for (var v = ByteBpeTokenizer.SpecialTokens; v < scores.Length; v++)
                scores[v] = allowed(v) ? scores[v] : float.NegativeInfinity;
            return Draw(scores, random);
        }

        // The likeliest one is nearly always allowed: trying in order is cheaper than asking about every token.
        for (; ; )
        {
            var best = TensorPrimitives.IndexOfMax(scores);
            if (allowed(best) || float.IsNegativeInfinity(scores[best]))
                return best;
            scores[best] = float.NegativeInfinity;
        }
    }

    private static int Draw(float[] scores, Random random)
    {
        TensorPrimitives.SoftMax(scores, scores);
        var order = Enumerable.Range(0, scores.Length).ToArray();
        Array.Sort((float[])scores.Clone(), order);
        var left = random.NextDouble() * TopP;
        for (var i = order.Length - 1; i > 0; i--)
        {
            left -= scores[order[i]];
            if (left <= 0)
                return order[i];
        }

        return order[^1];
    }
}
