using PreferenceFlow.Service.Pipeline;

namespace PreferenceFlow.Service.Formats;

/// <summary>What alignment must know of a request.</summary>
internal sealed record Question
{
    /// <summary>That of a request whose mode is off.</summary>
    public static readonly Question Unread = new() { Prompt = "", Bypass = BypassReason.Off };

    /// <summary>The conversation as the models read it; empty where there is none.</summary>
    public required string Prompt { get; init; }

    public IReadOnlyList<string> StopStrings { get; init; } = [];

    /// <summary>How many answers are asked for.</summary>
    public int Answers { get; init; } = 1;

    /// <summary>Set when no answer to it may be changed.</summary>
    public BypassReason? Bypass { get; init; }
}
