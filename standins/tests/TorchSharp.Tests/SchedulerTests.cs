using static TorchSharp.torch.optim;
using static TorchSharp.torch.optim.lr_scheduler;

namespace TorchSharp.Tests;

public class SchedulerTests
{
    private static readonly Dictionary<string, (Func<Optimizer, LRScheduler> Make, Func<int, double> Rate)> Table = new()
    {
        ["lambda"] = (o => LambdaLR(o, t => 1.0 / (t + 1)), t => 0.2 / (t + 1)),
        ["cosine"] = (o => CosineAnnealingLR(o, 10, 0.02), t => 0.02 + 0.18 * (1 + Math.Cos(Math.PI * t / 10)) / 2),
        ["linear"] = (o => LinearLR(o, 0.1, 1, 4), t => 0.2 * (0.1 + 0.9 * Math.Min(t, 4) / 4)),
        ["constant"] = (o => ConstantLR(o, 0.5, 3), t => t < 3 ? 0.1 : 0.2),
        ["step"] = (o => StepLR(o, 2, 0.5), t => 0.2 * Math.Pow(0.5, t / 2)),
        ["warm-up, then cosine"] = (o => SequentialLR(o, [LinearLR(o, 0.25, 1, 4), CosineAnnealingLR(o, 6)], [4]),
            t => t < 4 ? 0.2 * (0.25 + 0.75 * t / 4) : 0.2 * (1 + Math.Cos(Math.PI * (t - 4) / 6)) / 2),
    };

    public static TheoryData<string> Names => [.. Table.Keys];

    [Theory, MemberData(nameof(Names))]
    public void Schedule_OverTenSteps_FollowsItsFormula(string name)
    {
        using var scope = NewDisposeScope();
        using var optimizer = SGD([nn.Parameter(zeros(1))], 0.2);
        var scheduler = Table[name].Make(optimizer);
        for (var t = 0; t <= 10; t++)
        {
            Assert.Equal(Table[name].Rate(t), optimizer.ParamGroups.Single().LearningRate, 1e-12);
            scheduler.step();
        }
        Assert.Equal(optimizer.ParamGroups.Single().LearningRate, scheduler.get_last_lr().Single());
    }
}
