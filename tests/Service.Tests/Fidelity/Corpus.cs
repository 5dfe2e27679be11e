using System.IO.Compression;
using System.Text;

namespace PreferenceFlow.Service.Tests.Fidelity;

/// <summary>Exchanges of every kind that the API knows, and of some that the wild adds. Texts have no "bad": nothing is edited.</summary>
internal static class Corpus
{
    public const string Question = """{"model":"m","messages":[{"role":"user","content":"the question"}]}""";

    public static IReadOnlyList<Exchange> All { get; } =
    [
        .. ChatExchanges.All, .. StreamExchanges.All, .. FormatExchanges.All,
        .. ErrorExchanges.All, .. EndpointExchanges.All, .. HeaderExchanges.All,
    ];

    public static Exchange Completion(string name, string answer, string question = Question) => new(name)
    {
        Asks = [("Content-Type", "application/json"), ("Authorization", "Bearer sk-test")],
        Question = Utf8(question),
        Tells = [("Content-Type", "application/json")],
        Answer = Utf8(answer),
    };

    public static Exchange Events(string name, string answer) =>
        Completion(name, answer, Question.Replace("\"m\"", "\"m\",\"stream\":true", StringComparison.Ordinal)) with
        {
            Tells = [("Content-Type", "text/event-stream; charset=utf-8"), ("Cache-Control", "no-cache")],
            Chunked = true,
        };

    public static Exchange Get(string name, string target, params (string Name, string Value)[] asks) => new(name)
    {
        Method = "GET",
        Target = target,
        Asks = asks,
        Tells = [("Content-Type", "application/json")],
    };

    public static Exchange Post(string name, string target, string type, byte[] question) => new(name)
    {
        Target = target,
        Asks = [("Content-Type", type)],
        Question = question,
        Tells = [("Content-Type", "application/json")],
        Answer = Utf8("{}"),
    };

    public static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    public static byte[] Noise(int length, int seed)
    {
        var bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    public static byte[] Packed(string text, Func<Stream, Stream> coding)
    {
        using var packed = new MemoryStream();
        using (var coder = coding(packed))
            coder.Write(Utf8(text));
        return packed.ToArray();
    }

    public static Stream Gzip(Stream stream) => new GZipStream(stream, CompressionMode.Compress);

    public static Stream Brotli(Stream stream) => new BrotliStream(stream, CompressionMode.Compress);
}
