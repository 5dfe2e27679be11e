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
        // Each chain starts elsewhere: equal ones would be computed once.
        var (factor, addend) = (new Vector<float>(0.999f), new Vector<float>(0.001f));
        Vector<float> a = new(1f), b = new(2f), c = new(3f), d = new(4f), e = new(5f), f = new(6f), g = new(7f), h = new(8f), i = new(9f), j = new(10f);
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
