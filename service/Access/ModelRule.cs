using System.Collections.Frozen;
using System.Text.Json;
using PreferenceFlow.Service.Errors;
using PreferenceFlow.Service.Formats;

namespace PreferenceFlow.Service.Access;

/// <summary>Holds a key to its models. What cannot be seen to keep to them is refused.</summary>
/// <remarks>
/// A key that may use any model is never asked. Another may read (GET and HEAD), and it may post to the endpoints whose model is the body's
/// <c>model</c> or the path's deployment. Uploads, batches, assistants and the like, whose models stand elsewhere, are closed to it.
/// </remarks>
internal static class ModelRule
{
    private const string Azure = "/openai/", AzureCurrent = "/openai/v1/", Deployments = "/openai/deployments/", Anthropic = "/anthropic/v1/";

    private static readonly FrozenSet<string> Endpoints = FrozenSet.Create(
        "/v1/chat/completions", "/v1/completions", "/v1/responses", "/v1/embeddings", "/v1/messages", "/v1/messages/count_tokens",
        "/v1/moderations", "/v1/images/generations", "/v1/audio/speech");

    /// <param name="limit">Largest body in bytes; it is read here and put back.</param>
    /// <exception cref="OpenAiException">403, or the body cannot be read.</exception>
    public static async Task RequireAsync(HttpContext context, ClientKey key, int limit)
    {
        var request = context.Request;
        if (key.MayUseAnyModel || (IsReading(request.Method) && request.Headers.Upgrade.Count == 0))
            return;

        var (endpoint, deployment) = Split(request.Path.Value ?? "");
        if (!Endpoints.Contains(endpoint) || request.Headers.ContentEncoding.Count > 0)
            throw Refused();

        var body = await RequestBody.ReadAsync(request, limit, context.RequestAborted);
        request.Body = new MemoryStream(body.ToArray(), writable: false);
        var models = Named(body);
        if (deployment is not null)
            models.Add(deployment);
        if (models.Count == 0 || !models.TrueForAll(model => model is not null && key.MayUse(WithoutSuffix(model))))
            throw Refused();
    }

    private static bool IsReading(string method) => HttpMethods.IsGet(method) || HttpMethods.IsHead(method);

    private static (string Endpoint, string? Deployment) Split(string path)
    {
        string? After(string prefix) => path.StartsWith(prefix, StringComparison.Ordinal) ? path[prefix.Length..] : null;

        if (After(Deployments)?.Split('/', 2) is [var deployment, var rest])
            return ($"/v1/{rest}", deployment);
        return ((After(AzureCurrent) ?? After(Azure) ?? After(Anthropic)) is { } end ? $"/v1/{end}" : path, null);
    }

    // Every one: servers differ in which of several counts (OpenRouter's list of models) and in whether "Model" does (Go's parser).
    private static List<string?> Named(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.ValueKind != JsonValueKind.Object ? [] :
            [
                .. from member in document.RootElement.EnumerateObject()
                   from value in Values(member)
                   select value.ValueKind == JsonValueKind.String ? value.GetString() : null,
            ];
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException) // the latter: half a surrogate pair
        {
            throw OpenAiException.Invalid("invalid_json", null, "The request body is not valid JSON.");
        }
    }

    private static IEnumerable<JsonElement> Values(JsonProperty member) => member.Name.ToLowerInvariant() switch
    {
        "model" => [member.Value],
        "models" or "fallbacks" => member.Value.ValueKind == JsonValueKind.Array ? member.Value.EnumerateArray() : [member.Value],
        _ => [],
    };

    private static string WithoutSuffix(string model) =>
        model.EndsWith(AnswerRequest.Suffix, StringComparison.Ordinal) ? model[..^AnswerRequest.Suffix.Length] : model;

    private static OpenAiException Refused() => OpenAiException.Forbidden(
        "model_not_allowed", "This key may use certain models only, and this request names another one, or none that can be checked.");
}
