namespace PreferenceFlow.Training.LatentFlow;

/// <summary>What the flow's vote is worth beside the ensemble, learnt on held-out pairs.</summary>
/// <param name="Estimate">The w with the greatest likelihood of σ(gain + w·vote), in logits a unit of the vote; may be negative.</param>
/// <param name="Low">Lower end of its interval.</param>
/// <param name="High">Upper end.</param>
/// <param name="Likelihood">Mean log likelihood at the estimate, which is at most 0.</param>
internal sealed record VoteWeight(double Estimate, double Low, double High, double Likelihood)
{
    private const int Draws = 1000;

    /// <summary>|w·vote| is searched up to this many logits for a typical vote.</summary>
    private const double MostLogits = 50;

    /// <summary>Of the search, as a share of its range.</summary>
    private const double Precision = 1e-8;

    private const int MostIterations = 100;

    /// <summary>The weight to be used: the estimate where it is surely above 0, else 0.</summary>
    public double Weight => Low > 0 ? Estimate : 0;

    /// <summary>
    /// Fits by Newton's method: the likelihood is concave in w. Two prompts are added in which a typical vote decides alone, once right
    /// and once wrong (Laplace's rule): without them votes that are always right would be worth any number. The interval comes from
    /// drawing the prompts anew, as pairs of one prompt go together.
    /// </summary>
    /// <param name="prompts">Pairs of each prompt; a prompt weighs what its pairs do.</param>
    /// <param name="confidence">Of the interval, two-sided, in 0 to 1.</param>
    /// <param name="seed">Seed of the draws.</param>
    public static VoteWeight Fit(IReadOnlyList<IReadOnlyList<VotePair>> prompts, double confidence, int seed)
    {
        VotePair[][] pairs = [.. prompts.Select(p => p.ToArray())];
        var typical = Math.Sqrt(pairs.SelectMany(p => p).Select(p => p.Vote * p.Vote).DefaultIfEmpty().Average());
        if (typical == 0)
            return new(0, 0, 0, LikelihoodAt(pairs, 0));
        var estimate = Maximum(pairs, [.. Enumerable.Repeat(1, pairs.Length)], 0, typical);
        var random = new Random(seed);
        var drawn = new double[Draws];
        for (var draw = 0; draw < Draws; draw++)
        {
            var times = new int[pairs.Length];
            for (var i = 0; i < times.Length; i++)
                times[random.Next(times.Length)]++;
            drawn[draw] = Maximum(pairs, times, estimate, typical);
        }

        Array.Sort(drawn);
        var tail = (int)((1 - confidence) / 2 * Draws);
        return new(estimate, drawn[tail], drawn[Draws - 1 - tail], LikelihoodAt(pairs, estimate));
    }

    /// <summary>The w at which the slope of the likelihood, which only falls, is 0.</summary>
    private static double Maximum(VotePair[][] prompts, int[] times, double w, double typical)
    {
        var most = MostLogits / typical;
        var weight = prompts.Sum(p => p.Sum(pair => pair.Weight)) / prompts.Length; // of each prompt that is added
        var (low, high) = (-most, most);
        for (var iteration = 0; iteration < MostIterations && high - low > Precision * most; iteration++)
        {
            var believed = 1 / (1 + Math.Exp(-w * typical));
            var slope = weight * typical * (1 - (2 * believed));
            var curvature = 2 * weight * typical * typical * believed * (1 - believed);
            for (var i = 0; i < prompts.Length; i++)
            {
                if (times[i] > 0)
                    Add(prompts[i], times[i], w, ref slope, ref curvature);
            }

            (low, high) = slope > 0 ? (w, high) : (low, w);
            var next = w + (slope / curvature);
            if (Math.Abs(next - w) < Precision * most)
                return next;
            w = next > low && next < high ? next : (low + high) / 2;
        }

        return w;
    }

    /// <summary>First derivative of the log likelihood at w, and minus the second.</summary>
    private static void Add(VotePair[] pairs, int times, double w, ref double slope, ref double curvature)
    {
        foreach (var pair in pairs)
        {
            var wrong = 1 / (1 + Math.Exp(pair.Gain + (w * pair.Vote)));
            var step = times * pair.Weight * pair.Vote * wrong;
            slope += step;
            curvature += step * pair.Vote * (1 - wrong);
        }
    }

    private static double LikelihoodAt(VotePair[][] prompts, double w)
    {
        var (sum, weight) = (0.0, 0.0);
        foreach (var pair in prompts.SelectMany(p => p))
        {
            var logit = pair.Gain + (w * pair.Vote);
            sum -= pair.Weight * (logit < -30 ? -logit : Math.Log(1 + Math.Exp(-logit)));
            weight += pair.Weight;
        }

        return weight == 0 ? 0 : sum / weight;
    }
}
