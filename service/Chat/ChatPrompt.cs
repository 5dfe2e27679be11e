using System.Text.Json;
using PreferenceFlow.Service.Json;

namespace PreferenceFlow.Service.Chat;

/// <summary>What the user asked last, as plain text; images and other parts are left out.</summary>
internal static class ChatPrompt
{
    public static string Of(ReadOnlyMemory<byte> body, JsonObjectView request)
    {
        var messages = request.Array("messages");
        for (var index = messages.Count - 1; index >= 0; index--)
        {
            if (messages[index].Kind != JsonTokenType.StartObject)
                continue;
            var message = new JsonObjectView(body, messages[index]);
            if (message.Text("role") == "user")
                return message.Text("content") ?? string.Join('\n', Parts(body, message));
        }

        return "";
    }

    private static IEnumerable<string> Parts(ReadOnlyMemory<byte> body, JsonObjectView message) =>
        from part in message.Array("content")
        where part.Kind == JsonTokenType.StartObject
        let text = new JsonObjectView(body, part).Text("text")
        where text is not null
        select text;
}
