using System.Runtime.InteropServices;

namespace PreferenceFlow.FlowModel.Encoding;

/// <summary>The hashing trick (Weinberger et al., 2009): a feature's name to a bucket.</summary>
internal static class FeatureHash
{
    /// <summary>FNV-1a over the kind and the UTF-16 bytes: stable across processes and machines.</summary>
    /// <returns>1 to <paramref name="buckets"/> − 1.</returns>
    public static int Bucket(int buckets, char kind, ReadOnlySpan<char> name)
    {
        var hash = (14695981039346656037UL ^ kind) * 1099511628211UL;
        foreach (var value in MemoryMarshal.AsBytes(name))
            hash = (hash ^ value) * 1099511628211UL;
        hash ^= hash >> 32;
        return 1 + (int)(hash % (ulong)(buckets - 1));
    }
}
