using PreferenceFlow.Clients;
using PreferenceFlow.FlowModel.Encoding;
using PreferenceFlow.FlowModel.Encoding.Embeddings;
using PreferenceFlow.Service.Tests.Doubles;

namespace PreferenceFlow.Service.Tests.Candidates;

/// <summary>Answers that are read with something fetched, before they are chosen among.</summary>
public sealed class ReadAnswersTests
{
    private static readonly (string, string) Select = ("x-pflow-mode", "select"), Two = ("x-pflow-candidates", "2");

    [Fact]
    public async Task Select_WithAReader_ChoosesByWhatItRead()
    {
        await using var stage = await StartAsync(texts => [.. texts.Select(text => new TextFeatures([], [], [text.Text.Length], text.Text.Length))]);

        using var response = await stage.Proxy.PostAsync(Wire.Request, Select, Two);

        Assert.Equal("selected; candidate=2; of=2", response.Decision());
        Assert.Equal([[5f], [11f]], stage.Proxy.Selector.Last!.Features!.Select(features => features.Measures));
    }

    [Fact]
    public async Task Select_NothingToRead_KeepsTheFirst()
    {
        await using var stage = await StartAsync(_ => throw new UpstreamException(UpstreamFailure.Refused, null));

        using var response = await stage.Proxy.PostAsync(Wire.Request, Select, Two);

        Assert.Equal("bypassed; reason=upstream_failed", response.Decision());
        Assert.Contains("\"first\"", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Edit_WithAReader_HasNothingRead()
    {
        await using var stage = await StartAsync(_ => throw new UpstreamException(UpstreamFailure.Refused, null));

        using var response = await stage.Proxy.PostAsync(Wire.Request, ("x-pflow-mode", "edit"));

        Assert.Equal("unchanged; reason=nothing_proposed", response.Decision());
    }

    private static async Task<Stage> StartAsync(Func<IReadOnlyList<PromptedText>, IReadOnlyList<TextFeatures>> read)
    {
        var stage = await Stage.StartAsync();
        stage.Proxy.Bundle.Reader = new Reader(read);
        stage.Upstream.Answer = context => StubUpstream.Json(
            context,
            """{"choices":[{"index":0,"message":{"content":"first"}},{"index":1,"message":{"content":"the longest"}}]}""");
        return stage;
    }

    private sealed class Reader(Func<IReadOnlyList<PromptedText>, IReadOnlyList<TextFeatures>> read) : IAnswerReader
    {
        public Task<IReadOnlyList<TextFeatures>> ReadAsync(IReadOnlyList<PromptedText> texts, CancellationToken cancellationToken) =>
            Task.FromResult(read(texts));
    }
}
