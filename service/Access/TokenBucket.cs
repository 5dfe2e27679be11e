namespace PreferenceFlow.Service.Access;

/// <summary>A minute's allowance that fills up again evenly. Its level may fall below zero: what an answer takes is known afterwards.</summary>
/// <remarks>System.Threading.RateLimiting has buckets too; theirs cannot owe anything, and their clock cannot be set.</remarks>
internal sealed class TokenBucket(int perMinute, TimeProvider time)
{
    private readonly Lock gate = new();
    private double level = perMinute;
    private long filled = time.GetTimestamp();

    public int Capacity => perMinute;

    /// <summary>What is left now; below zero what is owed.</summary>
    public double Level
    {
        get
        {
            lock (gate)
                return Fill();
        }
    }

    /// <summary>Takes <paramref name="amount"/> if at least one is left.</summary>
    public bool TryTake(int amount)
    {
        lock (gate)
        {
            if (Fill() < 1)
                return false;
            level -= amount;
            return true;
        }
    }

    /// <param name="amount">Below zero to give back what was charged too much.</param>
    public void Charge(long amount)
    {
        lock (gate)
            level = Fill() - amount;
    }

    /// <summary>Time until the level is <paramref name="wanted"/>, if nothing more is taken.</summary>
    public TimeSpan Until(double wanted) => TimeSpan.FromMinutes(Math.Max(wanted - Level, 0) / perMinute);

    private double Fill()
    {
        var now = time.GetTimestamp();
        level = Math.Min(level + time.GetElapsedTime(filled, now).TotalMinutes * perMinute, perMinute);
        filled = now;
        return level;
    }
}
