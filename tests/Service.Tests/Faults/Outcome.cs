using System.Text;
using PreferenceFlow.Service.Tests.Doubles;

namespace PreferenceFlow.Service.Tests.Faults;

/// <summary>How a response ends.</summary>
internal enum Ending
{
    /// <summary>In order.</summary>
    Whole,

    /// <summary>In order, with an error event.</summary>
    ErrorEvent,

    /// <summary>The connection breaks off, so that the client does not take what came for all.</summary>
    Cut,

    /// <summary>Never: the client leaves, and the upstream must see it.</summary>
    Endless,
}

/// <summary>What the client gets, and how often the upstream was asked.</summary>
/// <param name="Reason">Reason of <c>bypassed</c>; null where the answer was edited or the proxy gave no decision.</param>
/// <param name="Code">Code of the proxy's own error, in the body or in the error event.</param>
internal sealed record Outcome(int Status, string? Reason = null, string? Code = null, Ending Ending = Ending.Whole)
{
    private bool edited;

    /// <summary>Requests that reached the upstream.</summary>
    public int Attempts { get; init; } = 1;

    /// <summary>A good answer, edited on the aligned ways.</summary>
    public static Outcome Good(int attempts = 1) => new(200) { edited = true, Attempts = attempts };

    /// <summary>An error of the proxy's own.</summary>
    public static Outcome Fails(int status, string code, int attempts = 1) => new(status, Code: code) { Attempts = attempts };

    /// <param name="response">With its body not yet read.</param>
    /// <param name="sent">The body that the upstream sent.</param>
    public async Task CheckAsync(HttpResponseMessage response, Way way, string sent, FaultyUpstream upstream)
    {
        Assert.Equal(Status, (int)response.StatusCode);
        var decision = response.Headers.TryGetValues("x-pflow-decision", out var values) ? values.Single() : null;
        var own = Code is not null && Ending == Ending.Whole;
        Assert.Equal(way == Way.PassThrough || own ? null : edited ? "edited" : $"bypassed; reason={Reason}", decision);
        if (Ending == Ending.Endless)
        {
            Assert.NotEqual(0, await (await response.Content.ReadAsStreamAsync()).ReadAsync(new byte[1]));
            response.Dispose();
            await upstream.Left.WaitAsync(TimeSpan.FromSeconds(30));
            return;
        }

        if (Ending == Ending.Cut)
        {
            await Assert.ThrowsAnyAsync<HttpRequestException>(() => response.Content.ReadAsByteArrayAsync());
            return;
        }

        var body = Encoding.Latin1.GetString(await response.Content.ReadAsByteArrayAsync());
        if (own)
            Assert.Equal(Code, (await response.ErrorAsync()).GetProperty("code").GetString());
        else if (Ending == Ending.ErrorEvent)
            CheckErrorEvent(body, sent);
        else
            Assert.Equal(edited ? Answers.Delivered(way) : sent, body);
    }

    public override string ToString()
    {
        var text = this switch
        {
            { edited: true } => "good answer",
            { Ending: Ending.ErrorEvent } => $"{Status}, what came, error event `{Code}`",
            { Ending: Ending.Cut } => $"{Status}, what came, cut off",
            { Ending: Ending.Endless } => $"{Status} as it comes; upstream is told when the client leaves",
            { Code: { } code } => $"{Status} `{code}`",
            _ => $"{Status} as sent",
        };
        return text + (Reason is null ? "" : $" (`{Reason}`)") + (Attempts > 1 ? $", attempt {Attempts}" : "");
    }

    private void CheckErrorEvent(string body, string sent)
    {
        Assert.StartsWith(sent + "data: {\"error\":{\"message\":", body, StringComparison.Ordinal);
        Assert.Contains($"\"code\":\"{Code}\"", body, StringComparison.Ordinal);
        Assert.EndsWith("}\n\n", body, StringComparison.Ordinal);
        Assert.Equal(1, body[sent.Length..].Split("data:").Length - 1);
    }
}
