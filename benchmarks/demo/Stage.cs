using System.ClientModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;
using OpenAI;
using OpenAI.Chat;
using PreferenceFlow.Replay;
using PreferenceFlow.Service.Bundles;
using PreferenceFlow.Service.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace PreferenceFlow.Demo;

/// <summary>A recorded upstream with the proxy before it, both on loopback.</summary>
internal sealed class Stage : IAsyncDisposable
{
    private readonly ReplayUpstream _upstream;
    private readonly WebApplication _proxy;
    private readonly List<(string Prompt, string Answer, string Reference)> _script;

    private Stage(ReplayUpstream upstream, WebApplication proxy, List<(string, string, string)> script) =>
        (_upstream, _proxy, _script) = (upstream, proxy, script);

    /// <summary>Starts both. The upstream answers every second held-out message with the draft, the others with the edited reply.</summary>
    public static async Task<Stage> OpenAsync(Lesson lesson, CancellationToken cancellationToken)
    {
        var script = lesson.HeldOut.Index()
            .Select(p => (p.Item.Prompt, Answer: p.Index % 2 == 0 ? p.Item.Rejected : p.Item.Chosen, p.Item.Chosen)).ToList();
        var answers = new RecordedAnswers([.. script.Select(s => new RecordedAnswer(s.Prompt, s.Answer))]);
        var upstream = await ReplayUpstream.StartAsync(answers, new ReplayOptions { Port = 0 }, TimeProvider.System, cancellationToken);
        var proxy = ProxyApplication.Build(
            [$"--Upstream:BaseUrl={upstream.Address}", $"--Alignment:Bundle={lesson.Bundle}", "--urls=http://127.0.0.1:0"],
            builder => builder.Logging.ClearProviders());
        await proxy.StartAsync(cancellationToken);
        var bundle = proxy.Services.GetRequiredService<BundleProvider>();
        await bundle.ExecuteTask!.WaitAsync(cancellationToken);
        if (bundle.Id is null)
            throw new InvalidOperationException(bundle.Problem);
        return new(upstream, proxy, script);
    }

    /// <summary>Asks every message twice: the upstream itself, and through the proxy.</summary>
    public async Task<List<Reply>> AskAsync(CancellationToken cancellationToken)
    {
        var (direct, proxied) = (Client(_upstream.Address), Client(new(_proxy.Urls.First())));
        var replies = new List<Reply>();
        foreach (var (prompt, _, reference) in _script)
        {
            replies.Add(new(prompt, await AnswerAsync(direct, prompt, cancellationToken), await AnswerAsync(proxied, prompt, cancellationToken), reference));
        }

        return replies;
    }

    public async ValueTask DisposeAsync()
    {
        await _proxy.DisposeAsync();
        await _upstream.DisposeAsync();
    }

    private static ChatClient Client(Uri address) =>
        new("demo", new ApiKeyCredential("none-needed"), new OpenAIClientOptions { Endpoint = new(address, "/v1") });

    private static async Task<string> AnswerAsync(ChatClient client, string prompt, CancellationToken cancellationToken)
    {
        ChatCompletion completion = await client.CompleteChatAsync([new UserChatMessage(prompt)], cancellationToken: cancellationToken);
        return completion.Content[0].Text;
    }
}
