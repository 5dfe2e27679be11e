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

    private const int MostIterations = 100;

    /// <summary>The weight to be used: the estimate where it is surely above 0, else 0.</summary>
    public double Weight => Low > 0 ? Estimate : 0;

    /// <summary>
    /// Fits by Newton's method: the likelihood is concave in w. The interval comes from drawing the prompts anew, as pairs of one prompt go
    /// together.
    /// </summary>
    /// <param name="prompts">Pairs of each prompt; a prompt weighs what its pairs do.</param>
    /// <param name="confidence">Of the interval, two-sided, in 0 to 1.</param>
    /// <param name="seed">Seed of the draws.</param>
    public static VoteWeight Fit(IReadOnlyList<IReadOnlyList<VotePair>> prompts, double confidence, int seed)
    {
        var once = Enumerable.Repeat(1, prompts.Count).ToArray();
        var typical = Math.Sqrt(prompts.SelectMany(p => p).Select(p => p.Vote * p.Vote).DefaultIfEmpty().Average());
        if (typical == 0)
            return new(0, 0, 0, LikelihoodAt(prompts, 0));
        var most = MostLogits / typical;
        var estimate = Maximum(prompts, once, 0, most);
        var random = new Random(seed);
        var drawn = new double[Draws];
        for (var draw = 0; draw < Draws; draw++)
        {
            var times = new int[prompts.Count];
            for (var i = 0; i < times.Length; i++)
                times[random.Next(times.Length)]++;
            drawn[draw] = Maximum(prompts, times, estimate, most);
        }

        Array.Sort(drawn);
        var tail = (int)((1 - confidence) / 2 * Draws);
        return new(estimate, drawn[tail], drawn[Draws - 1 - tail], LikelihoodAt(prompts, estimate));
    }

    /// <summary>The w in −most to most at which the slope of the likelihood, which only falls, is 0.</summary>
    private static double Maximum(IReadOnlyList<IReadOnlyList<VotePair>> prompts, int[] times, double w, double most)
    {
        var (low, high) = (-most, most);
        for (var iteration = 0; iteration < MostIterations && high - low > 1e-9 * most; iteration++)
        {
            var (slope, curvature) = Slope(prompts, times, w);
            (low, high) = slope > 0 ? (w, high) : (low, w);
            var next = w + (slope / Math.Max(curvature, 1e-300));
            if (Math.Abs(next - w) < 1e-9 * most)
                return Math.Clamp(next, -most, most);
            w = next > low && next < high ? next : (low + high) / 2;
        }

        return w;
    }

    /// <summary>First derivative of the log likelihood at w, and minus the second.</summary>
    private static (double Slope, double Curvature) Slope(IReadOnlyList<IReadOnlyList<VotePair>> prompts, int[] times, double w)
    {
        var (slope, curvature) = (0.0, 0.0);
        foreach (var (pairs, count) in prompts.Zip(times))
        {
            if (count == 0)
                continue;
            foreach (var pair in pairs)
            {
                var wrong = 1 / (1 + Math.Exp(pair.Gain + (w * pair.Vote)));
                slope += count * pair.Weight * pair.Vote * wrong;
                curvature += count * pair.Weight * pair.Vote * pair.Vote * wrong * (1 - wrong);
            }
        }

        return (slope, curvature);
    }

    private static double LikelihoodAt(IReadOnlyList<IReadOnlyList<VotePair>> prompts, double w)
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
