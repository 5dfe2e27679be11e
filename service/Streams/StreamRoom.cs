using System.Text;

namespace PreferenceFlow.Service.Streams;

/// <summary>The request's limit of tokens while a text arrives: it may yet go on to the limit, so edits must not add to it.</summary>
/// <param name="limited">False where the request names no limit.</param>
internal sealed class StreamRoom(bool limited)
{
    private long bytes; // that earlier edits have saved

    /// <summary>True where the text with this edit is no longer, in bytes of UTF-8, than it came.</summary>
    public bool Allow(string original, string edited) => !limited || bytes + Saved(original, edited) >= 0;

    /// <summary>Takes the next text that leaves.</summary>
    public void Add(string original, string sent) => bytes += Saved(original, sent);

    private static int Saved(string original, string sent) =>
        ReferenceEquals(original, sent) ? 0 : Encoding.UTF8.GetByteCount(original) - Encoding.UTF8.GetByteCount(sent);
}
