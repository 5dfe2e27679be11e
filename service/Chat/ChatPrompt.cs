using System.Text.Json;
using PreferenceFlow.FlowModel.Text;
using PreferenceFlow.Service.Json;

namespace PreferenceFlow.Service.Chat;

/// <summary>The conversation of a request as the models read it: instructions to the upstream, images and other parts are left out.</summary>
internal static class ChatPrompt
{
    public static string Of(ReadOnlyMemory<byte> body, JsonObjectView request) => PromptText.Of([..
        from slice in request.Array("messages")
        where slice.Kind == JsonTokenType.StartObject
        let message = new JsonObjectView(body, slice)
        let role = message.Text("role")
        where role is "user" or "assistant"
        select new ChatTurn { Role = role, Content = message.Text("content") ?? string.Join('\n', Parts(body, message)) }]);

    private static IEnumerable<string> Parts(ReadOnlyMemory<byte> body, JsonObjectView message) =>
        from part in message.Array("content")
        where part.Kind == JsonTokenType.StartObject
        let text = new JsonObjectView(body, part).Text("text")
        where text is not null
        select text;
}
