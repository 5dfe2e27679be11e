namespace PreferenceFlow.Service.Telemetry;

/// <summary>The id of one request, in <c>x-pflow-request-id</c> and in every log line about it.</summary>
internal static class RequestId
{
    public const string Header = "x-pflow-request-id";

    private static readonly object Key = new();

    public static string Of(HttpContext context)
    {
        if (context.Items[Key] is string id)
            return id;
        var time = context.RequestServices.GetRequiredService<TimeProvider>();
        id = $"pflow-{Guid.CreateVersion7(time.GetUtcNow()):N}";
        context.Items[Key] = id;
        return id;
    }

    public static void Write(HttpContext context) => context.Response.Headers[Header] = Of(context);
}
