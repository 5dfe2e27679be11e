using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace PreferenceFlow.Service.Tests.Doubles;

/// <summary>A real server on loopback that answers what the test says and keeps what it was sent.</summary>
internal sealed class StubUpstream : IAsyncDisposable
{
    private readonly WebApplication app;

    private StubUpstream(X509Certificate2? certificate, HttpProtocols protocols)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.UseUrls(certificate is null ? "http://127.0.0.1:0" : "https://127.0.0.1:0").ConfigureKestrel(kestrel =>
        {
            kestrel.ConfigureHttpsDefaults(https => https.ServerCertificate = certificate);
            kestrel.ConfigureEndpointDefaults(endpoint => endpoint.Protocols = protocols);
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.RequestHeaderEncodingSelector = _ => Encoding.Latin1;
            kestrel.ResponseHeaderEncodingSelector = _ => Encoding.Latin1;
        });
        app = builder.Build();
        app.UseWebSockets();
        app.Run(HandleAsync);
    }

    public Func<HttpContext, Task> Answer { get; set; } = context => Json(context, "{}");

    /// <summary>Answers in place of <see cref="Answer"/>, with the request's body not yet read; null to read it first.</summary>
    public Func<HttpContext, Task>? AnswerUnread { get; set; }

    public List<SeenRequest> Seen { get; } = [];

    public string Address => app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();

    /// <param name="certificate">For https; null for http.</param>
    public static async Task<StubUpstream> StartAsync(
        X509Certificate2? certificate = null, HttpProtocols protocols = HttpProtocols.Http1AndHttp2)
    {
        var stub = new StubUpstream(certificate, protocols);
        await stub.app.StartAsync();
        return stub;
    }

    public static Task Json(HttpContext context, string body) => Bytes(context, "application/json", Encoding.UTF8.GetBytes(body));

    public static Task Events(HttpContext context, string body) => Bytes(context, "text/event-stream", Encoding.UTF8.GetBytes(body));

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private static async Task Bytes(HttpContext context, string type, byte[] body)
    {
        context.Response.ContentType = type;
        await context.Response.Body.WriteAsync(body);
    }

    private async Task HandleAsync(HttpContext context)
    {
        if (AnswerUnread is { } answer)
        {
            await answer(context);
            return;
        }

        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        context.Request.Body = new MemoryStream(body.ToArray());
        var headers = context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        var target = context.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpRequestFeature>()!.RawTarget;
        lock (Seen)
            Seen.Add(new(context.Request.Method, target, headers, body.ToArray()));
        await Answer(context);
    }
}

internal sealed record SeenRequest(string Method, string Target, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    public string Text => Encoding.UTF8.GetString(Body);
}
