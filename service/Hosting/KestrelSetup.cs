using System.Text;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;
using PreferenceFlow.Service.PassThrough;

namespace PreferenceFlow.Service.Hosting;

/// <summary>Sets the server up by <see cref="LimitOptions"/>.</summary>
internal sealed class KestrelSetup(IOptions<LimitOptions> options) : IConfigureOptions<KestrelServerOptions>
{
    /// <summary>How far beyond a limit <see cref="RequestHeadReader"/> still answers, in the client's shape.</summary>
    public const int Beyond = 16;

    private const int Most = 1 << 20; // what Kestrel buffers of a request

    public void Configure(KestrelServerOptions kestrel)
    {
        var limits = options.Value;
        kestrel.AddServerHeader = false;
        kestrel.RequestHeaderEncodingSelector = _ => Encoding.Latin1; // as towards the upstream: bytes pass as they are
        kestrel.ResponseHeaderEncodingSelector = _ => Encoding.Latin1;
        kestrel.Limits.MaxRequestLineSize = Ample(limits.MaxTargetBytes);
        kestrel.Limits.MaxRequestHeaderCount = Beyond * limits.MaxHeaders;
        kestrel.Limits.MaxRequestHeadersTotalSize = Ample(limits.MaxHeaderBytes);
        kestrel.Limits.Http2.MaxRequestHeaderFieldSize = Ample(limits.MaxHeaderBytes);
        kestrel.Limits.MaxRequestBodySize = limits.MaxBodyBytes;
        kestrel.Limits.RequestHeadersTimeout = limits.HeadersTimeout;
        kestrel.Limits.KeepAliveTimeout = limits.KeepAliveTimeout;
        kestrel.Limits.MinRequestBodyDataRate = Rate(limits.MinUploadRate, limits.Grace);
        kestrel.Limits.MinResponseDataRate = Rate(limits.MinDownloadRate, limits.Grace);
        kestrel.Limits.MaxConcurrentConnections = limits.MaxConnections;
        kestrel.Limits.MaxConcurrentUpgradedConnections = limits.MaxConnections;
    }

    private static int Ample(int bytes) => Math.Min(Beyond * bytes, Most);

    private static MinDataRate? Rate(int bytesPerSecond, TimeSpan grace) => bytesPerSecond > 0 ? new(bytesPerSecond, grace) : null;
}
