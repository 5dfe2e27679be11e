namespace PreferenceFlow.Service.Telemetry;

/// <summary>Numbers of log messages, by area.</summary>
internal static class EventIds
{
    public const int AlignerFailed = 101; // pipeline 100–199
    public const int BundleLoaded = 200, BundleRefused = 201, CudaUnavailable = 202; // bundles 200–299
    public const int RequestEnded = 300, Unexpected = 303; // wire 300–349
    public const int TokensCounted = 350; // access 350–399
    public const int Misconfigured = 400; // hosting 400–499
}
