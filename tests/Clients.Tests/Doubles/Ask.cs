namespace PreferenceFlow.Clients.Tests.Doubles;

internal static class Ask
{
    public static readonly UpstreamRequest Chat = new()
    {
        Method = HttpMethod.Post,
        Target = "/v1/chat/completions?api-version=a%2Fb",
        Headers = [new("Authorization", "Bearer client"), new("Content-Type", "application/json; charset=utf-8"), new("x-odd", new string[] { "a", "b" })],
    };

    public static readonly byte[] Body = "{ \"a\" : 1.0 }"u8.ToArray();

    public static Task<UpstreamResponse> AskAsync(this Upstream upstream) => upstream.AskAsync(Chat, Body, TestContext.Current.CancellationToken);
}
