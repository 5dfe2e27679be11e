using PreferenceFlow.FlowModel.Decisions;

namespace PreferenceFlow.Service.Tests.Doubles;

/// <summary>A stub upstream with a proxy in front of it.</summary>
internal sealed record Stage(StubUpstream Upstream, Proxy Proxy, WordAligner Aligner) : IAsyncDisposable
{
    /// <summary>With an aligner that replaces "bad" by "good".</summary>
    public static Task<Stage> StartAsync(params string[] settings) => StartAsync(null, settings);

    public static async Task<Stage> StartAsync(TimeProvider? time, params string[] settings)
    {
        var upstream = await StubUpstream.StartAsync();
        var aligner = new WordAligner("bad", "good");
        return new(upstream, await Proxy.StartAsync(upstream.Address, aligner, time, settings), aligner);
    }

    /// <summary>With the real bundle provider and no aligner.</summary>
    public static async Task<Stage> StartWithoutAlignerAsync(params string[] settings)
    {
        var upstream = await StubUpstream.StartAsync();
        return new(upstream, await Proxy.StartAsync(upstream.Address, null, null, settings), new WordAligner("", ""));
    }

    public async ValueTask DisposeAsync()
    {
        await Proxy.DisposeAsync();
        await Upstream.DisposeAsync();
    }
}
