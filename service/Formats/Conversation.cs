using PreferenceFlow.FlowModel.Text;
using PreferenceFlow.Service.Json;

namespace PreferenceFlow.Service.Formats;

/// <summary>The conversation of a request as the models read it.</summary>
/// <remarks>Instructions to the upstream, images and other parts are left out.</remarks>
internal static class Conversation
{
    /// <param name="messages">Objects with <c>role</c> and <c>content</c>: a text, or parts of which some have a <c>text</c>.</param>
    public static string Of(IEnumerable<JsonObjectView> messages) => PromptText.Of([..
        from message in messages
        let role = message.Text("role")
        where role is "user" or "assistant"
        select new ChatTurn { Role = role, Content = message.Text("content") ?? string.Join('\n', Parts(message)) }]);

    /// <summary>A conversation of one question.</summary>
    public static string Of(string question) => PromptText.Of([new ChatTurn { Role = "user", Content = question }]);

    private static IEnumerable<string> Parts(JsonObjectView message) =>
        message.Objects("content").Select(part => part.Text("text")).OfType<string>();
}
