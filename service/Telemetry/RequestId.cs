using System.Globalization;
using System.Security.Cryptography;

namespace PreferenceFlow.Service.Telemetry;

/// <summary>The id of one request, in its log line and <c>x-pflow-request-id</c>: the client's own <c>x-request-id</c>, else a new one.</summary>
internal static class RequestId
{
    public const string Header = "x-pflow-request-id";
    public const string ClientHeader = "x-request-id";

    private const int Longest = 128;
    private const int Digits = 12; // enough for centuries
    private const string Format = "x12";

    // Random for each process and counted within it: unique without asking the kernel for randomness each time.
    private static readonly string Prefix = "pflow-" + RandomNumberGenerator.GetHexString(16, lowercase: true);
    private static long last;

    /// <summary>What the client sent where it is 1 to 128 letters, digits and <c>-_.:</c>; anything else does not belong in a log.</summary>
    public static string Of(IHeaderDictionary headers) =>
        headers.TryGetValue(ClientHeader, out var given) && given is [{ Length: > 0 and <= Longest } id] && id.All(IsPlain)
            ? id
            : New();

    public static void Write(HttpContext context, RequestRecord record) => context.Response.Headers[Header] = record.Id;

    private static string New() => string.Create(Prefix.Length + Digits, Interlocked.Increment(ref last), static (id, number) =>
    {
        Prefix.CopyTo(id);
        number.TryFormat(id[Prefix.Length..], out _, Format, CultureInfo.InvariantCulture);
    });

    private static bool IsPlain(char letter) => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.' or ':';
}
