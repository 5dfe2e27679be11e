using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace PreferenceFlow.Service.Hosting;

/// <summary>What one connection may cost, whoever it is.</summary>
internal sealed class LimitOptions
{
    public const string Section = "Limits";

    /// <summary>Most bytes of a request's path and query. Kestrel's own limits of a head, which answer without a body, are
    /// <see cref="KestrelSetup.Beyond"/> times these three, and 1 MiB at most.</summary>
    /// <value>The default is 8 KiB.</value>
    [Range(256, 1 << 19)]
    public int MaxTargetBytes { get; set; } = 8 << 10;

    /// <summary>Most header fields of a request; those of one name count once.</summary>
    /// <value>The default is 100.</value>
    [Range(10, 10_000)]
    public int MaxHeaders { get; set; } = 100;

    /// <summary>Most bytes of a request's header names and values.</summary>
    /// <value>The default is 32 KiB.</value>
    [Range(1024, 1 << 19)]
    public int MaxHeaderBytes { get; set; } = 32 << 10;

    /// <summary>Most bytes of a body; a request for an answer has <see cref="Pipeline.AlignmentOptions.MaxRequestBytes"/> besides.</summary>
    /// <value>The default is 1 GB.</value>
    [Range(1024, long.MaxValue)]
    public long MaxBodyBytes { get; set; } = 1_000_000_000;

    /// <summary>Longest time from a request's first byte to the end of its headers.</summary>
    /// <value>The default is 30 seconds.</value>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan HeadersTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Longest silence between two requests on a connection.</summary>
    /// <value>The default is 130 seconds.</value>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan KeepAliveTimeout { get; set; } = TimeSpan.FromSeconds(130);

    /// <summary>Slowest upload in bytes per second once <see cref="Grace"/> is over; 0 for none.</summary>
    /// <value>The default is 240.</value>
    [Range(0, 1_000_000_000)]
    public int MinUploadRate { get; set; } = 240;

    /// <summary>Slowest taking of what is ready to be sent, likewise.</summary>
    /// <value>The default is 240.</value>
    [Range(0, 1_000_000_000)]
    public int MinDownloadRate { get; set; } = 240;

    /// <summary>Time that a transfer has before its rate counts.</summary>
    /// <value>The default is 10 seconds.</value>
    [Range(typeof(TimeSpan), "00:00:01.100", "00:10:00")]
    public TimeSpan Grace { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Connections at the same time.</summary>
    /// <value>The default is no limit.</value>
    [Range(1, long.MaxValue)]
    public long? MaxConnections { get; set; }
}

[OptionsValidator]
internal sealed partial class LimitOptionsValidator : IValidateOptions<LimitOptions>;
