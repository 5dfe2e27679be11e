using System.CommandLine;

namespace PreferenceFlow.EditFlowBenchmark;

internal static class QualityCommand
{
    public static Command Create() => new("quality", "Figures on real pairs.");
}
