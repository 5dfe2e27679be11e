using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;

namespace PreferenceFlow.Service.Tests.Fidelity;

/// <summary>One request and what the upstream answers, exact to the byte.</summary>
internal sealed record Exchange(string Name)
{
    public const string Header = "x-exchange", ChatPath = "/v1/chat/completions";

    private static readonly string[] Answers = ["/completions", "/responses", "/messages"];

    public string Method { get; init; } = "POST";

    public string Target { get; init; } = ChatPath;

    public (string Name, string Value)[] Asks { get; init; } = [];

    /// <summary>Null for a request without a body.</summary>
    public byte[]? Question { get; init; }

    public int Status { get; init; } = 200;

    public string? Reason { get; init; }

    public (string Name, string Value)[] Tells { get; init; } = [];

    public byte[] Answer { get; init; } = [];

    /// <summary>True where neither body announces its length.</summary>
    public bool Chunked { get; init; }

    /// <summary>Bytes that the upstream sends at once; 0 for all.</summary>
    public int Piece { get; init; }

    /// <summary>True where the answer may be aligned, and so is read.</summary>
    public bool IsAnswer => Method == "POST" && Array.Exists(Answers, end => Target.Split('?')[0].EndsWith(end, StringComparison.Ordinal));

    /// <summary>True where the response's length must reach the client.</summary>
    /// <remarks>A stream that is read never announces one: it may end in an error event.</remarks>
    public bool TellsLength => !Chunked && Answer.Length > 0 && !(IsAnswer && IsStream);

    private bool IsStream => Tells.Any(told => told.Value.StartsWith("text/event-stream", StringComparison.OrdinalIgnoreCase));

    public override string ToString() =>
        $"{Name}: {Method} {Target} [{string.Join("; ", Asks)}] {Text(Question ?? [])}\n" +
        $"--> {Status} [{string.Join("; ", Tells)}] {Text(Answer)}";

    public HttpRequestMessage Ask(string address)
    {
        var untouched = new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true };
        var request = new HttpRequestMessage(HttpMethod.Parse(Method), new Uri(address + Target, untouched));
        if (Question is not null)
            request.Content = Chunked ? new StreamContent(new MemoryStream(Question)) : new ByteArrayContent(Question);
        if (Question is not null && Chunked)
            request.Headers.TransferEncodingChunked = true;
        request.Headers.TryAddWithoutValidation(Header, Name);
        foreach (var (name, value) in Asks)
        {
            if (!request.Headers.TryAddWithoutValidation(name, value))
                (request.Content ??= new ByteArrayContent([])).Headers.TryAddWithoutValidation(name, value);
        }

        return request;
    }

    public async Task AnswerAsync(HttpContext context)
    {
        var response = context.Response;
        response.StatusCode = Status;
        context.Features.Get<IHttpResponseFeature>()!.ReasonPhrase = Reason;
        foreach (var (name, value) in Tells)
            response.Headers[name] = StringValues.Concat(response.Headers[name], new StringValues(value)); // Append skips empty values
        if (!Chunked && Answer.Length > 0)
            response.ContentLength = Answer.Length;
        var piece = Piece == 0 ? Math.Max(Answer.Length, 1) : Piece;
        for (var at = 0; at < Answer.Length; at += piece)
        {
            await response.Body.WriteAsync(Answer.AsMemory(at, Math.Min(piece, Answer.Length - at)));
            await response.Body.FlushAsync();
        }
    }

    private static string Text(byte[] body) => Encoding.Latin1.GetString(body, 0, Math.Min(body.Length, 2000));
}
