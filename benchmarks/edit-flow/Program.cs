using System.CommandLine;
using PreferenceFlow.EditFlowBenchmark;

var root = new RootCommand("Measures the edit flow: a training step beside PyTorch's, and the time of an aligned answer by stage.")
{
    TrainStepCommand.Create(),
    AlignedAnswerCommand.Create(),
    QualityCommand.Create(),
    PeerCommand.Create(),
};
return await root.Parse(args).InvokeAsync().ConfigureAwait(false);
