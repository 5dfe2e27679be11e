using PreferenceFlow.Service.Tests.Doubles;

namespace PreferenceFlow.Service.Tests.OfficialClients;

/// <summary>Unmodified clients cannot tell the proxy from the upstream; with editing on, the text alone differs.</summary>
public sealed class OfficialClientTests(NodeClients node) : IClassFixture<NodeClients>
{
    private static readonly string[] Edited =
    [
        "plain", "stream", "stream_usage", "stream_helper", "choices", "image", "limited_once", "failed_once", "overloaded_once",
        "completion", "stream_completion", "response", "stream_response", "response_helper",
    ];

    public static TheoryData<string> Clients => ["openai", "azure", "langchain", "ai", "dotnet", "anthropic"];

    [Theory]
    [MemberData(nameof(Clients))]
    public async Task Client_ModeOff_BehavesAsWithoutTheProxy(string client)
    {
        var runs = await Task.WhenAll(RunAsync(client, null, null), RunAsync(client, "off", null));
        var (direct, through) = (runs[0], runs[1]);

        Assert.Equal(Expected.Checks(client), direct.Lines.Keys);
        Assert.All(direct.Lines, line => Expected.AssertRight(line.Key, line.Value));
        Assert.Equal(direct.Lines, through.Lines);
        Assert.Equal(direct.Attempts, through.Attempts);
        Expected.AssertAttempts(direct.Attempts);
        ProxyResults.Client(client, through.Lines.Count);
    }

    [Theory]
    [MemberData(nameof(Clients))]
    public async Task Client_ModeEdit_GetsTheEditedTextAndAllElseAsItWas(string client)
    {
        // A held stream has nothing to abort yet; and for a client that goes on asking, the proxy asks again too.
        var checks = string.Join(',', Expected.Checks(client).Except(["abort", "limited"]));

        var runs = await Task.WhenAll(RunAsync(client, null, checks), RunAsync(client, "edit", checks));
        var (direct, through) = (runs[0], runs[1]);

        Assert.Equal(direct.Lines.Keys, through.Lines.Keys);
        foreach (var (name, line) in direct.Lines)
            Assert.Equal(Edited.Contains(name) ? line.Replace("bad", "fun", StringComparison.Ordinal) : line, through.Lines[name]);
        Assert.Contains("fun", through.Lines["plain"], StringComparison.Ordinal);
        Assert.Equal(direct.Attempts, through.Attempts);
    }

    /// <param name="mode">Null goes past the proxy.</param>
    /// <param name="checks">Null for all.</param>
    private async Task<(Dictionary<string, string> Lines, string[] Attempts)> RunAsync(string client, string? mode, string? checks)
    {
        var script = new ScriptedApi();
        await using var upstream = await StubUpstream.StartAsync();
        upstream.Answer = script.AnswerAsync;
        var aligner = new WordAligner("bad", "fun"); // no longer, for Anthropic's clients always limit the tokens
        await using var proxy = await Proxy.StartAsync(upstream.Address, aligner, null, $"Alignment:Mode={mode ?? "off"}");

        var address = mode is null ? upstream.Address : proxy.Address;
        var lines = client == "dotnet" ? await new DotNetClient(address).RunAsync(checks) : await node.RunAsync(client, address, checks);
        if (checks is null)
            await script.Abandoned.WaitAsync(TimeSpan.FromSeconds(30)); // the upstream learnt that the client went away
        return (lines.ToDictionary(NameOf), [.. script.Attempts]);
    }

    private static string NameOf(string line) => line.Split('"')[3];
}
