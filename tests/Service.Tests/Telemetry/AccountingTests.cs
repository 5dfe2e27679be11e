using System.Net;
using System.Text;
using System.Threading.Channels;
using Microsoft.AspNetCore.Http;
using PreferenceFlow.Service.Telemetry;
using PreferenceFlow.Service.Tests.Doubles;

namespace PreferenceFlow.Service.Tests.Telemetry;

/// <summary>Each request is counted once and logged once, however it goes.</summary>
public sealed class AccountingTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Channel<bool> stalled = Channel.CreateUnbounded<bool>(), left = Channel.CreateUnbounded<bool>();
    private Channel<bool> started = Channel.CreateUnbounded<bool>();

    [Fact]
    public async Task Requests_MixedOutcomes_AreEachCountedAndLoggedOnce()
    {
        await using var stage = await Stage.StartAsync("Upstream:MaxRetries=0");
        using var measured = stage.Proxy.Measure();
        stage.Upstream.Answer = AnswerAsync;
        var expected = new List<string>();

        for (var round = 0; round < 5; round++)
        {
            await EndAsync("/v1/chat/completions", "edited", Wire.Request);
            await EndAsync("/v1/chat/completions", "streamed", Wire.StreamRequest);
            await EndAsync("/v1/chat/completions", "edited", Wire.Request, mode: "off");
            await EndAsync("/v1/chat/completions", "edited", "{\"messages\":");
            await EndAsync("/v1/chat/completions", "busy", Wire.Request);
            await EndAsync("/v1/chat/completions", "reset", Wire.Request);
            await EndAsync("/v1/chat/completions", "cut", Wire.StreamRequest);
            await EndAsync("/v1/files", "edited", "any");
            await EndAsync("/v1/files", "cut", "any");
            await EndAsync("/v1/chat/completions", "stall", Wire.Request);
            await EndAsync("/v1/files", "stall", "any");
            expected.AddRange(
            [
                "/v1/chat/completions 200 edited none", "/v1/chat/completions 200 edited none",
                "/v1/chat/completions 200 bypassed none", "/v1/chat/completions 400 none invalid_json",
                "/v1/chat/completions 429 bypassed none", "/v1/chat/completions 502 none upstream_reset",
                "/v1/chat/completions 200 unchanged upstream_reset",
                "/{**path} 200 none none", "/{**path} 200 none upstream_reset",
                "/v1/chat/completions 499 none client_gone", "/{**path} 499 none client_gone",
            ]);
        }

        await stage.Proxy.StopAsync();

        expected.Sort(StringComparer.Ordinal);
        var counted = measured.Of("pflow.requests").Select(one =>
            $"{one.Labels[ProxyMetrics.Route]} {one.Labels[ProxyMetrics.Status]} {one.Labels[ProxyMetrics.Decision]} {one.Labels[ProxyMetrics.ErrorType]}");
        Assert.Equal(expected, counted.Order(StringComparer.Ordinal));
        Assert.Equal(expected, stage.Proxy.RequestLines.Select(Told).Order(StringComparer.Ordinal));
        Assert.Equal(expected.Count, measured.Of("pflow.request.duration").Count());
        Assert.Equal(0, measured.Of("pflow.requests.active").Sum(one => one.Value));
        Assert.Equal(expected.Count, stage.Proxy.RequestLines.Select(line => Field(line, "request")).Distinct().Count());

        async Task EndAsync(string path, string way, string body, string mode = "edit")
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
            request.Headers.Add("x-way", way);
            request.Headers.Add("x-pflow-mode", mode);
            using var client = new CancellationTokenSource();
            started = Channel.CreateUnbounded<bool>();
            var asking = AskAsync(stage.Proxy.Http, request, client.Token);
            if (way == "stall")
            {
                await stalled.Reader.ReadAsync().AsTask().WaitAsync(Patience);
                await client.CancelAsync();
                await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
                await left.Reader.ReadAsync().AsTask().WaitAsync(Patience); // else stopping could come first
            }
            else
            {
                await asking;
            }
        }
    }

    [Theory]
    [InlineData("my-id_1.2:3", true)]
    [InlineData("two words", false)]
    [InlineData("", false)]
    public async Task RequestId_OfTheClient_IsTakenWhereItIsPlain(string given, bool taken)
    {
        await using var stage = await Stage.StartAsync();
        stage.Upstream.Answer = context => StubUpstream.Json(context, Wire.Odd);

        using var response = await stage.Proxy.PostAsync(Wire.Request, (RequestId.ClientHeader, given));
        await stage.Proxy.StopAsync();

        var id = response.Headers.GetValues(RequestId.Header).Single();
        Assert.Equal(taken, id == given);
        Assert.Equal(id, Field(Assert.Single(stage.Proxy.RequestLines), "request"));
        Assert.Equal(given, stage.Upstream.Seen.Single().Headers[RequestId.ClientHeader]); // passed on as it came
    }

    [Fact]
    public async Task RequestId_ErrorOfOurOwn_StandsWhereOfficialClientsLook()
    {
        await using var stage = await Stage.StartAsync();

        using var response = await stage.Proxy.PostAsync("{", (RequestId.ClientHeader, "mine"));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("mine", response.Headers.GetValues(RequestId.ClientHeader).Single());
    }

    private static string Told(string line) =>
        $"{Field(line, "route")} {Field(line, "status")} {Field(line, "decision").Split('"', ';')[1]} {Field(line, "error")}";

    private static string Field(string line, string key) => line.Split($" {key}=")[1].Split(' ')[0];

    private async Task AskAsync(HttpClient client, HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        started.Writer.TryWrite(true);
        try
        {
            await response.Content.ReadAsStringAsync(cancellationToken);
        }
        catch (HttpRequestException)
        {
            // cut off in the middle
        }
    }

    private async Task AnswerAsync(HttpContext context)
    {
        switch (context.Request.Headers["x-way"].ToString())
        {
            case "streamed":
                await StubUpstream.Events(context, Wire.Chunk("A bad day.") + Wire.Finish() + Wire.Done);
                break;
            case "busy":
                context.Response.StatusCode = 429;
                break;
            case "reset":
                context.Abort();
                break;
            case "cut":
                context.Response.ContentType = "text/event-stream";
                await context.Response.WriteAsync(Wire.Chunk("A fine day.") + Wire.Chunk(" And"));
                await context.Response.Body.FlushAsync();
                await started.Reader.ReadAsync();
                context.Abort();
                break;
            case "stall":
                var gone = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                using (context.RequestAborted.Register(gone.SetResult))
                {
                    stalled.Writer.TryWrite(true);
                    await gone.Task;
                }

                left.Writer.TryWrite(true);
                break;
            default:
                await StubUpstream.Json(context, Wire.Odd);
                break;
        }
    }
}
