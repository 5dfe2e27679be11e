namespace PreferenceFlow.FlowModel.Text;

/// <summary>
/// A conversation as the plain text that conditions the models. Training and serving both go through here: a prompt must read the
/// same when an answer is edited as it did when the editor was trained.
/// </summary>
public static class PromptText
{
    /// <summary>One user message is its content alone; otherwise each message is "Role: content", with an empty line between.</summary>
    public static string Of(IReadOnlyList<ChatTurn> turns) => turns switch
    {
        [{ Role: "user" } only] => only.Content,
        _ => string.Join("\n\n", turns.Select(static turn => $"{Label(turn.Role)}: {turn.Content}")),
    };

    private static string Label(string role) => role.Length == 0 ? "Unknown" : char.ToUpperInvariant(role[0]) + role[1..];
}
