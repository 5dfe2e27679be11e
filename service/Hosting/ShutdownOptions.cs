using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace PreferenceFlow.Service.Hosting;

/// <summary>How the service stops when it is told to.</summary>
internal sealed class ShutdownOptions
{
    public const string Section = "Shutdown";

    /// <summary>How long requests are still accepted, while <c>/readyz</c> already says 503, so that load balancers learn of it.</summary>
    /// <value>The default is 0: new connections are refused at once.</value>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00")]
    public TimeSpan Delay { get; set; }

    /// <summary>How long open requests may take after that; streams that are still open then end with an error.</summary>
    /// <value>The default is 20 seconds, which with <see cref="GracefulShutdown.Margin"/> is less than Kubernetes waits.</value>
    [Range(typeof(TimeSpan), "00:00:00", "06:00:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(20);
}

[OptionsValidator]
internal sealed partial class ShutdownOptionsValidator : IValidateOptions<ShutdownOptions>;
