using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using PreferenceFlow.FlowModel.Encoding.Embeddings;

namespace PreferenceFlow.Training.Rewards;

/// <summary>
/// Keeps fetched embeddings in a file of the run, so that a resumed run pays for none twice: records of the text's SHA-256, the number of
/// dimensions and the vector, appended as they come. A record that was cut off is fetched again.
/// </summary>
/// <param name="source">Where they come from.</param>
/// <param name="path">The file, of one model.</param>
internal sealed class FileEmbeddingCache(IEmbeddingSource source, string path) : IEmbeddingSource
{
    /// <summary>Texts asked for before what came is written.</summary>
    private const int Portion = 512;

    private const int MostDimensions = 1 << 16;

    private readonly Dictionary<string, float[]> _known = Read(path);

    /// <summary>Not safe to call from several threads: training has one.</summary>
    public async Task<IReadOnlyList<float[]>> EmbedAsync(IReadOnlyList<string> texts, CancellationToken cancellationToken)
    {
        foreach (var portion in texts.Where(text => !_known.ContainsKey(Key(text))).Distinct().Chunk(Portion))
        {
            var fetched = await source.EmbedAsync(portion, cancellationToken).ConfigureAwait(false);
            using var file = new BinaryWriter(new FileStream(path, FileMode.Append));
            foreach (var (text, embedding) in portion.Zip(fetched))
            {
                _known[Key(text)] = embedding;
                file.Write(Convert.FromHexString(Key(text)));
                file.Write(embedding.Length);
                file.Write(MemoryMarshal.AsBytes(embedding.AsSpan()));
            }
        }

        return [.. texts.Select(text => _known[Key(text)])];
    }

    private static string Key(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static Dictionary<string, float[]> Read(string path)
    {
        var known = new Dictionary<string, float[]>();
        if (!File.Exists(path))
            return known;
        using var file = new BinaryReader(new FileStream(path, FileMode.Open, FileAccess.ReadWrite));
        var whole = 0L;
        while (file.ReadBytes(SHA256.HashSizeInBytes) is { Length: SHA256.HashSizeInBytes } key
            && file.BaseStream.Length - file.BaseStream.Position >= sizeof(int) && file.ReadInt32() is >= 1 and <= MostDimensions and var dimensions
            && file.ReadBytes(dimensions * sizeof(float)) is var vector && vector.Length == dimensions * sizeof(float))
        {
            known[Convert.ToHexStringLower(key)] = MemoryMarshal.Cast<byte, float>(vector).ToArray();
            whole = file.BaseStream.Position;
        }

        file.BaseStream.SetLength(whole);
        return known;
    }
}
