using PreferenceFlow.Service.Tests.Doubles;

namespace PreferenceFlow.Service.Tests.Fidelity;

/// <summary>What a client got: status line, end-to-end headers and bytes, without what the proxy says of itself.</summary>
internal sealed record Reply(int Status, string? Reason, IReadOnlyList<string> Headers, byte[] Body)
{
    private static readonly string[] OneConnection = ["Connection", "Keep-Alive", "Transfer-Encoding"];

    public static async Task<Reply> ReadAsync(Exchange exchange, HttpResponseMessage response)
    {
        var body = await response.Content.ReadAsByteArrayAsync();
        var lines = from header in response.Headers.NonValidated.Concat(response.Content.Headers.NonValidated)
                    from value in header.Value
                    where IsEndToEnd(exchange, header.Key, value)
                    select $"{header.Key.ToLowerInvariant()}: {value}";
        return new((int)response.StatusCode, response.ReasonPhrase, [.. lines.Order(StringComparer.Ordinal)], body);
    }

    /// <summary>The headers that the upstream was sent, without those that every sender sets for its own connection.</summary>
    public static IReadOnlyList<string> Seen(Exchange exchange, SeenRequest request, bool read) => [.. (
        from header in request.Headers
        where !OneConnection.Contains(header.Key, StringComparer.OrdinalIgnoreCase)
        where header.Key is not ("Host" or "Content-Length")
        where !(read && exchange.IsAnswer && header.Key == "Accept-Encoding") // an answer that is to be read is asked for uncompressed
        select $"{header.Key.ToLowerInvariant()}: {header.Value}").Order(StringComparer.Ordinal)];

    private static bool IsEndToEnd(Exchange exchange, string name, string value)
    {
        if (OneConnection.Contains(name, StringComparer.OrdinalIgnoreCase) ||
            name.StartsWith("x-pflow-", StringComparison.OrdinalIgnoreCase))
            return false;
        return name switch
        {
            "Date" => exchange.Tells.Any(told => told.Name == name), // else the server sets it
            "Server-Timing" => !value.StartsWith("upstream;dur=", StringComparison.Ordinal), // ours stands in a line of its own
            "Content-Length" => exchange.TellsLength || exchange.Tells.Any(told => told.Name == name), // else it is framing
            _ => true,
        };
    }
}
