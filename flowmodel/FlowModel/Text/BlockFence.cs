namespace PreferenceFlow.FlowModel.Text;

/// <summary>How a block of several lines ends.</summary>
/// <param name="Kind">Where the closing text stands.</param>
/// <param name="Close">The closing text.</param>
internal readonly record struct BlockFence(FenceKind Kind, string Close)
{
    /// <summary>The opening line is the whole block.</summary>
    public static readonly BlockFence ThisLine = new(FenceKind.ThisLine, "");

    /// <summary>True when this line, which belongs to the block, is its last.</summary>
    public bool Closes(ReadOnlySpan<char> line) => Kind switch
    {
        FenceKind.ThisLine => true,
        FenceKind.Run => line.Trim().StartsWith(Close) && line.Trim().TrimStart(Close[0]).IsEmpty,
        FenceKind.LineEnd => line.TrimEnd().EndsWith(Close),
        FenceKind.Anywhere => line.Contains(Close, StringComparison.OrdinalIgnoreCase),
        _ => line.IsWhiteSpace(),
    };

    /// <summary>True when only a line from its start can close the block.</summary>
    public bool ClosesByWholeLine => Kind is FenceKind.Run or FenceKind.BlankLine;

    /// <summary>True when a line that begins so belongs to the block and, should the block go on past this line, cannot close it.</summary>
    public bool StaysOpen(ReadOnlySpan<char> begun) => Kind switch
    {
        FenceKind.ThisLine => true,
        FenceKind.Run => begun.TrimStart() is { IsEmpty: false } text && text[0] != Close[0],
        FenceKind.BlankLine => !begun.IsWhiteSpace(),
        _ => false,
    };
}

/// <summary>Where a block's closing text stands.</summary>
internal enum FenceKind
{
    /// <summary>The opening line is the whole block.</summary>
    ThisLine,

    /// <summary>A line of nothing but the closing character, at least as often as in the opening.</summary>
    Run,

    /// <summary>At the end of a line.</summary>
    LineEnd,

    /// <summary>Anywhere in a line.</summary>
    Anywhere,

    /// <summary>The block ends with a blank line.</summary>
    BlankLine,
}
