namespace PreferenceFlow.FlowModel.Text;

/// <summary>What the text before a place means for the text after it.</summary>
internal record struct MarkdownState
{
    /// <summary>The start of a text.</summary>
    public static MarkdownState Start => new() { AfterBlank = true };

    /// <summary>The block that the next line belongs to.</summary>
    public BlockFence? Block { get; set; }

    public bool AfterBlank { get; set; }

    public bool InCode { get; set; }

    public bool InList { get; set; }

    public bool InTable { get; set; }

    /// <summary>True inside of a line: what follows cannot begin one.</summary>
    public bool MidLine { get; set; }
}

/// <summary>One line that was read.</summary>
/// <param name="End">Index just past it, its break included.</param>
/// <param name="After">The state past it.</param>
/// <param name="IsClosed">True when no paragraph goes on past it, whatever follows.</param>
internal readonly record struct MarkdownBreak(int End, MarkdownState After, bool IsClosed);
