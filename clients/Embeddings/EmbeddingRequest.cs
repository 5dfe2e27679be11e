using System.Text.Json.Serialization;

namespace PreferenceFlow.Clients.Embeddings;

/// <summary>Body of <c>POST /v1/embeddings</c>.</summary>
public sealed record EmbeddingRequest
{
    [JsonPropertyName("model")]
    public required string Model { get; init; }

    /// <summary>The texts, none of them empty.</summary>
    [JsonPropertyName("input")]
    public required IReadOnlyList<string> Input { get; init; }

    /// <summary><c>base64</c> for the floats' bytes, a quarter of what <c>float</c> takes; who does not know it may answer with numbers.</summary>
    [JsonPropertyName("encoding_format")]
    public string EncodingFormat { get; init; } = "base64";
}
