using Spectre.Console;

namespace PreferenceFlow.Cli;

/// <summary>Standard output: colours and live bars on a terminal, plain text of a fixed width in pipes and files.</summary>
internal static class Output
{
    private const int PlainWidth = 160;

    public static bool IsTerminal { get; } = !System.Console.IsOutputRedirected && AnsiConsole.Profile.Capabilities.Interactive;

    public static IAnsiConsole Console { get; } = Create();

    private static IAnsiConsole Create()
    {
        if (IsTerminal)
            return AnsiConsole.Console;
        var plain = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Out = new AnsiConsoleOutput(System.Console.Out) });
        plain.Profile.Width = PlainWidth;
        return plain;
    }
}
