namespace PreferenceFlow.FlowModel.Text;

/// <summary>One message of a conversation.</summary>
public sealed record ChatTurn
{
    /// <summary>Who speaks, as the wire names it: <c>system</c>, <c>user</c>, <c>assistant</c> or another.</summary>
    public required string Role { get; init; }

    /// <summary>What was said.</summary>
    public required string Content { get; init; }
}
