using System.Globalization;
using System.Security.Cryptography;

namespace PreferenceFlow.Service.Telemetry;

/// <summary>The id of one request, in <c>x-pflow-request-id</c> and in every log line about it.</summary>
internal static class RequestId
{
    public const string Header = "x-pflow-request-id";

    private const string Name = "pflow-";

    // Random for each process and counted within it: unique without asking the kernel for randomness each time.
    private static readonly string Prefix = Name + RandomNumberGenerator.GetHexString(16, lowercase: true);
    private static long last;

    public static string Of(HttpContext context)
    {
        if (!context.TraceIdentifier.StartsWith(Name, StringComparison.Ordinal))
            context.TraceIdentifier = string.Create(CultureInfo.InvariantCulture, $"{Prefix}{Interlocked.Increment(ref last):x8}");
        return context.TraceIdentifier;
    }

    public static void Write(HttpContext context) => context.Response.Headers[Header] = Of(context);
}
