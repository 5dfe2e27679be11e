using System.CommandLine;
using PreferenceFlow.RewardBenchmark;

var root = new RootCommand("Measures the reward ensemble against what fools rewards: noise, bias of length, objectives that differ.")
{
    OverOptimisationCommand.Create(),
    LengthShiftCommand.Create(),
    MoreCommand.Create(),
};
return await root.Parse(args).InvokeAsync().ConfigureAwait(false);
