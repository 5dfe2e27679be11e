namespace PreferenceFlow.Clients.Embeddings;

/// <summary>How embeddings are asked for.</summary>
public sealed record EmbeddingOptions
{
    /// <summary>Name of the upstream's embedding model.</summary>
    public required string Model { get; init; }

    /// <summary>Most texts of one call.</summary>
    /// <value>The default is 128.</value>
    public int MaxInputs { get; init; } = 128;

    /// <summary>Most UTF-16 code units of one call, but for a single longer text: APIs bound the tokens of a call.</summary>
    /// <value>The default is 200,000.</value>
    public int MaxCharacters { get; init; } = 200_000;

    /// <summary>Embeddings kept in memory, those last used.</summary>
    /// <value>The default is 4096.</value>
    public int CacheEntries { get; init; } = 4096;
}
