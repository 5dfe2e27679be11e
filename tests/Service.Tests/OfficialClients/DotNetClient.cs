using System.ClientModel;
using System.ClientModel.Primitives;
using System.Text.Json;
using OpenAI;
using OpenAI.Chat;

namespace PreferenceFlow.Service.Tests.OfficialClients;

/// <summary>The checks of <c>tests/clients-npm</c> with the official .NET package, in this process.</summary>
internal sealed class DotNetClient(string address)
{
    private static readonly ChatMessage[] Prompt = [new UserChatMessage("How was it?")];
    private static readonly BinaryData Schema = BinaryData.FromString("""{"type":"object","properties":{"mood":{"type":"string"}}}""");
    private static readonly byte[] Image = Convert.FromBase64String("iVBORw0KGgo=");

    private static readonly ChatTool Weather = ChatTool.CreateFunctionTool(
        "get_weather",
        "The weather in a city.",
        BinaryData.FromString("""{"type":"object","properties":{"city":{"type":"string"}}}"""));

    private readonly OpenAIClient client = new(
        new ApiKeyCredential("sk-test"),
        new OpenAIClientOptions { Endpoint = new Uri($"{address}/v1"), RetryPolicy = new ClientRetryPolicy(2) });

    private IReadOnlyDictionary<string, Func<Task<object>>> Checks => new Dictionary<string, Func<Task<object>>>
    {
        ["plain"] = () => AskAsync("plain"),
        ["stream"] = () => StreamAsync("plain"),
        ["tools"] = () => AskAsync("tools", options: new() { Tools = { Weather } }),
        ["stream_tools"] = () => StreamAsync("tools", new() { Tools = { Weather } }),
        ["schema"] = () => AskAsync(
            "schema", options: new() { ResponseFormat = ChatResponseFormat.CreateJsonSchemaFormat("mood", Schema) }),
        ["logprobs"] = () => AskAsync("logprobs", options: new() { IncludeLogProbabilities = true, TopLogProbabilityCount = 1 }),
        ["image"] = () => AskAsync(
            "image", [new UserChatMessage("How?", ChatMessageContentPart.CreateImagePart(BinaryData.FromBytes(Image), "image/png"))]),
        ["bad_request"] = () => AskAsync("bad_request"),
        ["stream_bad_request"] = () => StreamAsync("bad_request"),
        ["unauthorized"] = () => AskAsync("unauthorized"),
        ["not_found"] = () => AskAsync("not_found"),
        ["html"] = () => AskAsync("html"),
        ["limited_once"] = () => AskAsync("limited_once"),
        ["limited"] = () => AskAsync("limited"),
        ["failed_once"] = () => AskAsync("failed_once"),
        ["broken"] = () => StreamAsync("broken"),
        ["abort"] = () => StreamAsync("abort", most: 1),
        ["embeddings"] = async () => (await client.GetEmbeddingClient("embed").GenerateEmbeddingsAsync(["a", "b"])).Value
            .Select(embedding => embedding.ToFloats().ToArray()).ToArray(),
        ["models"] = async () => (await client.GetOpenAIModelClient().GetModelsAsync()).Value
            .Select(model => new { model.Id, model.OwnedBy, model.CreatedAt }).ToArray(),
    };

    /// <inheritdoc cref="NodeClients.RunAsync"/>
    public async Task<IReadOnlyList<string>> RunAsync(string? checks)
    {
        var lines = new List<string>();
        foreach (var (name, check) in Checks.Where(check => checks?.Split(',').Contains(check.Key) ?? true))
            lines.Add(JsonSerializer.Serialize(new { name, result = await TryAsync(check) }));
        return lines;
    }

    private static async Task<object> TryAsync(Func<Task<object>> check)
    {
        try
        {
            return await check();
        }
        catch (Exception exception)
        {
            var response = (exception as ClientResultException)?.GetRawResponse();
            var body = response?.Content.ToString();
            return new { error = exception.GetType().Name, exception.Message, response?.Status, response?.ReasonPhrase, body };
        }
    }

    private async Task<object> AskAsync(string model, ChatMessage[]? messages = null, ChatCompletionOptions? options = null)
    {
        var result = await client.GetChatClient(model).CompleteChatAsync(messages ?? Prompt, options);
        result.GetRawResponse().Headers.TryGetValue("x-request-id", out var requestId);
        return new { requestId, answer = Json(result.Value), text = string.Concat(result.Value.Content.Select(part => part.Text)) };
    }

    private async Task<object> StreamAsync(string model, ChatCompletionOptions? options = null, int most = int.MaxValue)
    {
        var updates = new List<JsonElement>();
        try
        {
            await foreach (var update in client.GetChatClient(model).CompleteChatStreamingAsync(Prompt, options))
            {
                updates.Add(Json(update));
                if (updates.Count == most)
                    break;
            }
        }
        catch (Exception exception) when (updates.Count > 0)
        {
            return new { updates, error = exception.GetType().Name, exception.Message };
        }

        return new { updates };
    }

    private static JsonElement Json<T>(T model)
        where T : IPersistableModel<T> => JsonDocument.Parse(ModelReaderWriter.Write(model)).RootElement;
}
