using System.CommandLine;
using PreferenceFlow.RewardBenchmark;

var root = new RootCommand("Measures the reward ensemble: on judged answers, on pairs that people compared, and against what fools rewards.")
{
    ReplayCommand.Create(),
    HumanPairsCommand.Create(),
    OverOptimisationCommand.Create(),
    LengthShiftCommand.Create(),
    MoreCommand.Create(),
    DoubtCommand.Create(),
    ScoreCommand.Create(),
    PictureCommand.Create(),
};
return await root.Parse(args).InvokeAsync().ConfigureAwait(false);
