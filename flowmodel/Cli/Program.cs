using System.CommandLine;
using PreferenceFlow.Cli;

var root = new RootCommand("PreferenceFlow offline: learns from preference pairs how answers should be edited, and measures what it learnt.")
{
    TrainCommand.Create(),
    EvaluateCommand.Create(),
    InspectCommand.Create(),
    TransformCommand.Create(),
};
return await root.Parse(args).InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false }).ConfigureAwait(false);
