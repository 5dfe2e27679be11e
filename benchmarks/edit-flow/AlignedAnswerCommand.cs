using System.CommandLine;

namespace PreferenceFlow.EditFlowBenchmark;

internal static class AlignedAnswerCommand
{
    public static Command Create() => new("aligned-answer", "Time of an aligned answer by stage.");
}
