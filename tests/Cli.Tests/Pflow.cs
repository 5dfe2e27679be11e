using System.Diagnostics;
using System.Text;

namespace PreferenceFlow.Cli.Tests;

/// <summary>What a run of pflow left: exit code and both outputs.</summary>
internal sealed record PflowResult(int Code, byte[] OutputBytes, string Errors)
{
    public string Output => Encoding.UTF8.GetString(OutputBytes);

    /// <summary>The last line of standard error, where the reason of a failure stands.</summary>
    public string LastError => Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries).LastOrDefault() ?? "";
}

/// <summary>Runs the built command as users do: in a process of its own.</summary>
internal static class Pflow
{
    public static Task<PflowResult> RunAsync(params string[] arguments) => RunAsync([], arguments);

    public static async Task<PflowResult> RunAsync(byte[] input, string[] arguments)
    {
        using var process = Start(arguments);
        await using (var stdin = process.StandardInput.BaseStream)
            await stdin.WriteAsync(input, TestContext.Current.CancellationToken);
        return await FinishAsync(process);
    }

    /// <summary>Starts it and, as soon as it prints a line with <paramref name="mark"/>, ends it as Ctrl-C does.</summary>
    public static async Task<PflowResult> InterruptAsync(string mark, params string[] arguments)
    {
        using var process = Start(arguments);
        var reader = process.StandardOutput;
        while (await reader.ReadLineAsync(TestContext.Current.CancellationToken) is { } line
            && !line.Contains(mark, StringComparison.Ordinal))
        {
        }

        // SIGTERM takes the way of SIGINT, which a test run in the background may have to ignore.
        using (var kill = Process.Start("kill", ["-TERM", $"{process.Id}"]))
            await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
        return await FinishAsync(process);
    }

    private static Process Start(string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "pflow.dll"), .. arguments])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        return Process.Start(start)!;
    }

    private static async Task<PflowResult> FinishAsync(Process process)
    {
        using var output = new MemoryStream();
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.StandardOutput.BaseStream.CopyToAsync(output, TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return new(process.ExitCode, output.ToArray(), await errors);
    }
}
