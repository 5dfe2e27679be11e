using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace PreferenceFlow.Clients.Embeddings;

/// <summary>What comes of <c>POST /v1/embeddings</c>, as far as it is read.</summary>
public sealed record EmbeddingResponse
{
    [JsonPropertyName("data")]
    public required IReadOnlyList<EmbeddingItem> Data { get; init; }

    /// <summary>The vectors in the order of the texts.</summary>
    /// <param name="count">Texts that were sent.</param>
    /// <exception cref="JsonException">One is missing or stands there twice, is empty or not finite, or their lengths differ.</exception>
    internal float[][] InOrder(int count)
    {
        var vectors = new float[count][];
        foreach (var item in Data)
        {
            if (item is null || item.Index < 0 || item.Index >= count || vectors[item.Index] is not null)
                throw new JsonException("An embedding was not asked for.");
            vectors[item.Index] = item.ToVector();
        }

        return Data.Count == count && vectors.All(v => v.Length > 0 && v.Length == vectors[0].Length && Array.TrueForAll(v, float.IsFinite))
            ? vectors
            : throw new JsonException("Embeddings are missing or not vectors of one length.");
    }
}

/// <summary>One vector.</summary>
public sealed record EmbeddingItem
{
    /// <summary>Which text it belongs to.</summary>
    [JsonPropertyName("index")]
    public required int Index { get; init; }

    /// <summary>Numbers, or the bytes of 32-bit floats, lowest first, in base64.</summary>
    [JsonPropertyName("embedding")]
    public required JsonElement Embedding { get; init; }

    /// <exception cref="JsonException">It is neither.</exception>
    internal float[] ToVector()
    {
        if (Embedding.ValueKind == JsonValueKind.Array)
            return Embedding.Deserialize<float[]>()!;
        return Embedding.ValueKind == JsonValueKind.String && Embedding.TryGetBytesFromBase64(out var bytes) && bytes.Length % sizeof(float) == 0
            ? MemoryMarshal.Cast<byte, float>(bytes).ToArray()
            : throw new JsonException("An embedding is neither numbers nor base64 of floats.");
    }
}
