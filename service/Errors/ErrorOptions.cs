namespace PreferenceFlow.Service.Errors;

/// <summary>What becomes of upstreams' errors.</summary>
internal sealed class ErrorOptions
{
    public const string Section = "Errors";

    /// <summary>Whether errors that are no JSON (a load balancer's HTML page, for instance) reach clients in the API's shape, with the
    /// upstream's status and headers. Their own text is dropped.</summary>
    /// <value>The default is no: they pass byte for byte.</value>
    public bool Wrap { get; set; }
}
