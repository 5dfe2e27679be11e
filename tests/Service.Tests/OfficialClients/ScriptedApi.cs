using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace PreferenceFlow.Service.Tests.OfficialClients;

/// <summary>Plays OpenAI and Anthropic for real clients: the model's name is the scene to play.</summary>
internal sealed class ScriptedApi
{
    private readonly ConcurrentDictionary<string, int> attempts = new();
    private readonly TaskCompletionSource abandoned = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>How often each scene was asked for.</summary>
    public IEnumerable<string> Attempts => attempts
        .OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key} {pair.Value}");

    /// <summary>Done when the client of the scene <c>abort</c> has gone.</summary>
    public Task Abandoned => abandoned.Task;

    public async Task AnswerAsync(HttpContext context)
    {
        context.Response.Headers["x-request-id"] = context.Response.Headers["request-id"] = "req_1";
        var anthropic = context.Request.Headers.ContainsKey("anthropic-version");
        if (HttpMethods.IsGet(context.Request.Method))
        {
            await JsonAsync(context, 200, anthropic ? AnthropicScenes.Models : OpenAiScenes.Models);
            return;
        }

        var request = (await JsonNode.ParseAsync(context.Request.Body))!.AsObject();
        var scene = request["model"]!.GetValue<string>();
        var attempt = attempts.AddOrUpdate(scene, 1, (_, count) => count + 1);
        var isStream = request["stream"]?.GetValue<bool>() == true;
        if (Scenes.Error(scene, attempt) is { } error)
            await FailAsync(context, error, anthropic);
        else if (OpenAiScenes.OtherFormat(context.Request.Path) is { } other)
            await (isStream ? StreamAsync(context, scene, [other.Events]) : JsonAsync(context, 200, other.Answer));
        else if (context.Request.Path.Value!.EndsWith("embeddings", StringComparison.Ordinal))
            await JsonAsync(context, 200, OpenAiScenes.Embeddings(request));
        else if (isStream)
            await StreamAsync(context, scene, anthropic ? AnthropicScenes.Events(scene) : OpenAiScenes.Events(scene, request));
        else
            await JsonAsync(context, 200, anthropic ? AnthropicScenes.Answer(scene, request) : OpenAiScenes.Answer(scene, request));
    }

    private async Task StreamAsync(HttpContext context, string scene, IEnumerable<string> events)
    {
        context.Response.ContentType = "text/event-stream; charset=utf-8";
        context.Response.Headers.CacheControl = "no-cache";
        foreach (var one in events)
        {
            await context.Response.WriteAsync(one);
            await context.Response.Body.FlushAsync();
        }

        if (scene != "abort")
            return;
        await using (context.RequestAborted.Register(abandoned.SetResult))
            await abandoned.Task;
    }

    private static Task FailAsync(HttpContext context, SceneError error, bool anthropic)
    {
        if (error.RetryAfterMs is { } pause)
        {
            context.Response.Headers["retry-after-ms"] = pause; // most clients read this
            context.Response.Headers.RetryAfter = "0"; // LangChain this
        }

        if (error.Html is { } html)
        {
            context.Response.StatusCode = error.Status;
            context.Response.ContentType = "text/html; charset=utf-8";
            return context.Response.WriteAsync(html);
        }

        var detail = new JsonObject { ["message"] = error.Message, ["type"] = error.Type };
        if (anthropic)
        {
            var body = new JsonObject { ["type"] = "error", ["error"] = detail, ["request_id"] = "req_1" };
            return JsonAsync(context, error.Status, body.ToJsonString());
        }

        (detail["param"], detail["code"]) = (null, error.Code);
        return JsonAsync(context, error.Status, new JsonObject { ["error"] = detail }.ToJsonString());
    }

    private static Task JsonAsync(HttpContext context, int status, string body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(body);
    }
}
