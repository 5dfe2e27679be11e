using System.CommandLine;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using PreferenceFlow.Replay;
using PreferenceFlow.Service.Hosting;

namespace PreferenceFlow.LoadBenchmark;

/// <summary>What the load goes to, each in a process of its own: the upstream, the proxy, and a bare copy loop.</summary>
internal static class ServeCommand
{
    public static Command Create()
    {
        var what = new Argument<string>("what") { Description = "upstream, proxy or copy-loop." };
        what.AcceptOnlyFromAmong("upstream", "proxy", "copy-loop");
        var port = new Option<int>("--port") { Required = true };
        var upstream = new Option<int>("--upstream") { Description = "Port of the upstream." };
        var bundle = new Option<DirectoryInfo>("--bundle") { Description = "The proxy's bundle; without one it aligns nothing." };
        var command = new Command("serve", "Serves one of the targets on loopback.") { what, port, upstream, bundle };
        command.SetAction((parsed, cancellationToken) =>
        {
            var (own, next) = (parsed.GetValue(port), $"http://127.0.0.1:{parsed.GetValue(upstream)}");
            return parsed.GetValue(what) switch
            {
                "upstream" => ReplayAsync(own, cancellationToken),
                "proxy" => RunAsync(ProxyApplication.Build(ProxyArguments(own, next, parsed.GetValue(bundle)), _ => { }), cancellationToken),
                _ => RunAsync(CopyLoop(own, next), cancellationToken),
            };
        });
        return command;
    }

    private static string[] ProxyArguments(int port, string upstream, DirectoryInfo? bundle) =>
    [
        $"--Upstream:BaseUrl={upstream}", "--Alignment:Mode=off", $"--urls=http://127.0.0.1:{port}",
        .. bundle is null ? Array.Empty<string>() : [$"--Alignment:Bundle={bundle.FullName}"],
    ];

    private static Task RunAsync(IHost app, CancellationToken cancellationToken) => app.RunAsync(cancellationToken);

    private static async Task ReplayAsync(int port, CancellationToken cancellationToken)
    {
        var answers = new RecordedAnswers([new(LoadRequest.Prompt, LoadRequest.Answer), .. Drafts.All]);
        await using var replay = await ReplayUpstream.StartAsync(answers, new ReplayOptions { Port = port }, TimeProvider.System, cancellationToken);
        await replay.WaitForShutdownAsync(cancellationToken);
    }

    /// <summary>The floor for this stack: Kestrel and HttpClient with nothing between them.</summary>
    private static WebApplication CopyLoop(int port, string upstream)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        var app = builder.Build();
        var client = new HttpMessageInvoker(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, UseCookies = false });
        app.Run(async context =>
        {
            using var request = new HttpRequestMessage(new HttpMethod(context.Request.Method), upstream + context.Request.Path)
            {
                Content = new StreamContent(context.Request.Body),
            };
            request.Content.Headers.TryAddWithoutValidation("Content-Type", context.Request.ContentType);
            request.Content.Headers.ContentLength = context.Request.ContentLength;
            using var response = await client.SendAsync(request, context.RequestAborted);
            context.Response.StatusCode = (int)response.StatusCode;
            context.Response.ContentType = response.Content.Headers.ContentType?.ToString();
            context.Response.ContentLength = response.Content.Headers.ContentLength;
            await response.Content.CopyToAsync(context.Response.Body, context.RequestAborted);
        });
        return app;
    }
}
