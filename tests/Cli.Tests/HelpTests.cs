namespace PreferenceFlow.Cli.Tests;

public sealed class HelpTests(TrainedOnce trained)
{
    [Fact]
    public async Task Help_Root_ListsCommands()
    {
        var result = await Pflow.RunAsync("--help");

        Assert.Equal(0, result.Code);
        Assert.All(["train", "evaluate", "inspect", "transform"], command => Assert.Contains($"  {command} ", result.Output));
    }

    [Theory]
    [InlineData("train", "--max-minutes")]
    [InlineData("train", "--no-examples")]
    [InlineData("evaluate", "--validation")]
    [InlineData("evaluate", "--report")]
    [InlineData("transform", "--explain")]
    public async Task Help_Command_ListsItsOptions(string command, string option) =>
        Assert.Contains(option, (await Pflow.RunAsync(command, "--help")).Output);

    [Fact]
    public async Task Train_PrintConfig_CanBeGivenBack()
    {
        var printed = await Pflow.RunAsync("train", trained.Pairs, "--print-config");
        var file = trained.Write("printed.json", printed.Output);

        var again = await Pflow.RunAsync("train", trained.Pairs, "--config", file, "--print-config");

        Assert.Equal(0, again.Code);
        Assert.Equal(printed.Output, again.Output);
    }
}
