using System.Diagnostics;
using System.Numerics;

namespace PreferenceFlow.EditFlowBenchmark;

/// <summary>The most arithmetic one core can do: fused multiply-adds that wait for nothing but themselves.</summary>
internal static class PeakArithmetic
{
    private const int Rounds = 20_000_000;

    /// <summary>Single-precision operations a second of one core, the best of five runs.</summary>
    public static double MeasureOneCore() => Enumerable.Range(0, 5).Max(_ => Run());

    private static double Run()
    {
        // Ten chains: two units with a latency of four to five cycles stay busy.
        var (factor, addend) = (new Vector<float>(0.999f), new Vector<float>(0.001f));
        Vector<float> a = factor, b = factor, c = factor, d = factor, e = factor, f = factor, g = factor, h = factor, i = factor, j = factor;
        var start = Stopwatch.GetTimestamp();
        for (var round = 0; round < Rounds; round++)
        {
            a = Vector.FusedMultiplyAdd(a, factor, addend);
            b = Vector.FusedMultiplyAdd(b, factor, addend);
            c = Vector.FusedMultiplyAdd(c, factor, addend);
            d = Vector.FusedMultiplyAdd(d, factor, addend);
            e = Vector.FusedMultiplyAdd(e, factor, addend);
            f = Vector.FusedMultiplyAdd(f, factor, addend);
            g = Vector.FusedMultiplyAdd(g, factor, addend);
            h = Vector.FusedMultiplyAdd(h, factor, addend);
            i = Vector.FusedMultiplyAdd(i, factor, addend);
            j = Vector.FusedMultiplyAdd(j, factor, addend);
        }

        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        GC.KeepAlive(a + b + c + d + e + f + g + h + i + j);
        return 2.0 * 10 * Rounds * Vector<float>.Count / seconds;
    }
}
