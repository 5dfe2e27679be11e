using PreferenceFlow.FlowModel.Bundles;
using PreferenceFlow.Training.Loop;
using Spectre.Console;

namespace PreferenceFlow.Cli;

/// <summary>Turns what a user can mend into one line on standard error and an exit code; everything else is a defect and keeps its trace.</summary>
internal static class Failure
{
    /// <summary>Exit codes: 1 the input, 130 interrupted (as the shell has it).</summary>
    private const int Bad = 1, Interrupted = 130;

    public static Task<int> Guard(Func<int> action)
    {
        try
        {
            return Task.FromResult(action());
        }
        catch (OperationCanceledException)
        {
            return Say("Interrupted. Go on with --resume.", Interrupted);
        }
        catch (Exception exception) when (exception is TrainingFailedException or BundleException or InvalidDataException or IOException or UnauthorizedAccessException)
        {
            return Say(exception.Message, Bad);
        }
    }

    private static Task<int> Say(string message, int code)
    {
        Console.Error.WriteLine($"pflow: {message}");
        return Task.FromResult(code);
    }
}
