using System.Text;

namespace PreferenceFlow.Cli.Tests;

public sealed class TransformTests(TrainedOnce trained)
{
    private const string Bad = "My room is bad today.";

    [Fact]
    public async Task Transform_Argument_PrintsAlignedTextAndNewLine()
    {
        var result = await Pflow.RunAsync("transform", Bad, "--bundle", trained.Bundle);

        Assert.Equal((0, "My room is good today.\n", ""), (result.Code, result.Output, result.Errors));
    }

    [Fact]
    public async Task Transform_StandardInput_GivesBytesWithoutNewLine()
    {
        var result = await RunAsync(Encoding.UTF8.GetBytes($"{Bad}\r\n\r\n```\nbad é\n```"));

        Assert.Equal("My room is good today.\r\n\r\n```\nbad é\n```", result.Output);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    [InlineData("\uFEFF日本語。 \U0001F600\r\n\t")]
    [InlineData("My room is good today.")]
    public async Task Transform_NothingToChange_GivesTheSameBytes(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);

        var result = await RunAsync(bytes);

        Assert.Equal(0, result.Code);
        Assert.Equal(bytes, result.OutputBytes);
    }

    [Fact]
    public async Task Transform_InputNotUtf8_IsRefused()
    {
        var result = await RunAsync([(byte)'a', 0xFF, (byte)'b']);

        Assert.Equal((1, "pflow: Standard input is not UTF-8."), (result.Code, result.LastError));
        Assert.Empty(result.OutputBytes);
    }

    [Fact]
    public async Task Transform_Explain_SaysOnStandardErrorWhatAndWhy()
    {
        var result = await Pflow.RunAsync("transform", Bad, "--bundle", trained.Bundle, "--explain");

        Assert.Equal("My room is good today.\n", result.Output);
        Assert.StartsWith("Edited: gain ", result.Errors);
        Assert.Contains("\"bad\" → \"good\"", result.Errors);
    }

    [Theory]
    [InlineData("--strength", "0")]
    [InlineData("--min-gain", "100000")]
    [InlineData("--max-edits", "0")]
    public async Task Transform_Limit_ChangesNothing(string option, string value) =>
        Assert.Equal(Bad + "\n", (await Pflow.RunAsync("transform", Bad, "--bundle", trained.Bundle, option, value)).Output);

    private Task<PflowResult> RunAsync(byte[] input) => Pflow.RunAsync(input, ["transform", "--bundle", trained.Bundle]);
}
