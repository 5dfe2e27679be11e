namespace PreferenceFlow.Training.Rewards;

/// <summary>How often a member sees a source: Poisson(1) draws, the bootstrap for data that is streamed (Oza and Russell, 2001).</summary>
internal static class Bootstrap
{
    private const double OnePerE = 0.36787944117144233;

    /// <summary>Times that <paramref name="member"/> sees the source, 0 or more; the same arguments give the same count.</summary>
    public static int Count(int seed, int group, int member)
    {
        var hash = unchecked((ulong)((seed * 1_000_003L) + group) * 0x9E3779B97F4A7C15UL) + ((ulong)member * 0xBF58476D1CE4E5B9UL);
        hash = (hash ^ (hash >> 30)) * 0xBF58476D1CE4E5B9UL;
        hash = (hash ^ (hash >> 27)) * 0x94D049BB133111EBUL;
        var uniform = ((hash ^ (hash >> 31)) >> 11) * (1.0 / (1UL << 53));

        var (count, probability, cumulative) = (0, OnePerE, OnePerE);
        while (uniform > cumulative && count < 8)
        {
            probability /= ++count;
            cumulative += probability;
        }

        return count;
    }
}
