namespace PreferenceFlow.Cli.Tests;

public sealed class TrainTests(TrainedOnce trained)
{
    [Fact]
    public void Train_TinyPairs_WritesBundleAndTable()
    {
        Assert.Equal(0, trained.Training.Code);
        Assert.Contains("pairs.jsonl: 320 pairs, 0 bad lines", trained.Training.Errors);
        Assert.Contains("320 pairs: ", trained.Training.Output);
        Assert.Contains("edit-flow: loss ", trained.Training.Output);
        Assert.Contains("flow and gate", trained.Training.Output);
        Assert.Contains("Changed without a lower-bound gain above the margin: 0.", trained.Training.Output);
        Assert.True(File.Exists(Path.Combine(trained.Bundle, "manifest.json")));
        Assert.True(File.Exists(Path.Combine(trained.Bundle + ".run", "metrics.jsonl")));
        Assert.DoesNotContain("\u001b[", trained.Training.Output);
    }

    [Fact]
    public async Task Train_InterruptedAndResumed_EndsWithTheSameBundle()
    {
        string[] arguments = ["train", trained.Pairs, "--config", trained.ConfigFile, "--output", trained.Free("resumed")];

        var interrupted = await Pflow.InterruptAsync("edit-flow: loss", arguments);
        var resumed = await Pflow.RunAsync([.. arguments, "--resume"]);

        Assert.Equal((130, "pflow: Interrupted. Go on with --resume."), (interrupted.Code, interrupted.LastError));
        Assert.Equal(0, resumed.Code);
        Assert.Equal(await IdAsync(trained.Bundle), await IdAsync(trained.Free("resumed")));
        Assert.Empty(Directory.GetDirectories(Path.GetDirectoryName(trained.Bundle)!, "resumed.*.new"));
    }

    [Fact]
    public async Task Train_ResumedWithOtherSeed_IsRefused()
    {
        var result = await Pflow.RunAsync(
            "train", trained.Pairs, "--config", trained.ConfigFile, "--output", trained.Free("other-seed"),
            "--run", trained.Bundle + ".run", "--resume", "--seed", "2");

        Assert.Equal(1, result.Code);
        Assert.Contains("a run with other data or options", result.LastError);
    }

    [Fact]
    public async Task Train_OutputHoldsOtherThings_IsRefusedAtOnce()
    {
        var result = await Pflow.RunAsync("train", trained.Pairs, "--output", Path.GetDirectoryName(trained.Pairs)!);

        Assert.Equal(1, result.Code);
        Assert.Contains("not a bundle", result.LastError);
        Assert.True(File.Exists(trained.Pairs));
    }

    private static async Task<string> IdAsync(string bundle)
    {
        var result = await Pflow.RunAsync("inspect", bundle);
        return result.Output.Split('\n').Single(line => line.Contains(" id ", StringComparison.Ordinal)).Trim();
    }
}
