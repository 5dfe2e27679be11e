namespace PreferenceFlow.Service.Telemetry;

/// <summary>Request methods as labels: those of RFC 9110 and PATCH; a client may send any other word.</summary>
internal static class KnownMethods
{
    public const string Other = "_OTHER"; // the HTTP conventions' word

    private static readonly string[] Known = ["GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS", "CONNECT", "TRACE"];

    public static string Label(string method) => Known.Contains(method) ? method : Other;
}
