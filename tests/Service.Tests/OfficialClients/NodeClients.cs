using System.ComponentModel;
using System.Diagnostics;

namespace PreferenceFlow.Service.Tests.OfficialClients;

/// <summary>The scripts of <c>tests/clients-npm</c>; installs their packages where they are missing or older than the lock file.</summary>
public sealed class NodeClients : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2); // only against a hang

    private readonly string folder = Path.Combine(Root(), "tests", "clients-npm");

    public async ValueTask InitializeAsync()
    {
        var installed = Path.Combine(folder, "node_modules", ".package-lock.json");
        var wanted = Path.Combine(folder, "package-lock.json");
        if (File.Exists(installed) && File.GetLastWriteTimeUtc(installed) >= File.GetLastWriteTimeUtc(wanted))
            return;
        await RunAsync("npm", ["ci", "--no-progress"], []);
        File.SetLastWriteTimeUtc(installed, DateTime.UtcNow);
    }

    /// <summary>Runs one script against an address.</summary>
    /// <param name="checks">Names of checks, joined by commas; null for all.</param>
    /// <returns>Its lines, one a check.</returns>
    internal async Task<IReadOnlyList<string>> RunAsync(string script, string address, string? checks)
    {
        var output = await RunAsync("node", [$"{script}.mjs"], new() { ["BASE_URL"] = address, ["CHECKS"] = checks });
        return [.. output.Split('\n').Where(line => line.StartsWith("{\"name\":", StringComparison.Ordinal))];
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task<string> RunAsync(string program, string[] arguments, Dictionary<string, string?> environment)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment.Where(pair => pair.Value is not null))
            start.Environment[name] = value;
        using var process = Start(start);
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(patience.Token);
            var errors = process.StandardError.ReadToEndAsync(patience.Token);
            await process.WaitForExitAsync(patience.Token);
            return process.ExitCode == 0
                ? await output
                : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} failed:\n{await output}\n{await errors}");
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception exception)
        {
            throw new InvalidOperationException(
                $"{start.FileName} is missing: the clients need Node.js 20 or later with npm (apt-get install nodejs npm).", exception);
        }
    }

    private static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Service.sln")))
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("Service.sln was not found above the tests.");
        return folder;
    }
}
