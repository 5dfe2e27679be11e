using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace PreferenceFlow.EditFlowBenchmark;

/// <summary>The most single-precision arithmetic that one core does: multiply-adds on registers that depend on nothing but themselves.</summary>
internal static class MachinePeak
{
    private const int Rounds = 20;
    private const int Iterations = 4_000_000;

    /// <summary>Multiply-adds of one iteration: 12 vectors of 8 cover the latency of two units.</summary>
    private const int MultiplyAdds = 12 * 8;

    /// <summary>The best of several rounds, in GFLOP/s; a multiply-add counts as two operations.</summary>
    public static double GflopPerSecond()
    {
        var best = 0.0;
        var sum = 0f;
        for (var round = 0; round < Rounds; round++)
        {
            var start = Stopwatch.GetTimestamp();
            sum += Chains(Vector256.Create(1.0f + (round * 1e-7f)), Vector256.Create(1e-7f));
            best = Math.Max(best, 2.0 * MultiplyAdds * Iterations / Stopwatch.GetElapsedTime(start).TotalSeconds / 1e9);
        }

        return float.IsFinite(sum) ? best : throw new InvalidOperationException("The chains ran away, and with them the time of an operation.");
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static float Chains(Vector256<float> factor, Vector256<float> term)
    {
        var (a, b, c, d) = (Vector256.Create(1f), Vector256.Create(2f), Vector256.Create(3f), Vector256.Create(4f));
        var (e, f, g, h) = (Vector256.Create(5f), Vector256.Create(6f), Vector256.Create(7f), Vector256.Create(8f));
        var (i, j, k, l) = (Vector256.Create(9f), Vector256.Create(10f), Vector256.Create(11f), Vector256.Create(12f));
        for (var n = 0; n < Iterations; n++)
        {
            a = Vector256.FusedMultiplyAdd(a, factor, term);
            b = Vector256.FusedMultiplyAdd(b, factor, term);
            c = Vector256.FusedMultiplyAdd(c, factor, term);
            d = Vector256.FusedMultiplyAdd(d, factor, term);
            e = Vector256.FusedMultiplyAdd(e, factor, term);
            f = Vector256.FusedMultiplyAdd(f, factor, term);
            g = Vector256.FusedMultiplyAdd(g, factor, term);
            h = Vector256.FusedMultiplyAdd(h, factor, term);
            i = Vector256.FusedMultiplyAdd(i, factor, term);
            j = Vector256.FusedMultiplyAdd(j, factor, term);
            k = Vector256.FusedMultiplyAdd(k, factor, term);
            l = Vector256.FusedMultiplyAdd(l, factor, term);
        }

        return Vector256.Sum(a + b + c + d + e + f + g + h + i + j + k + l);
    }
}
