using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace PreferenceFlow.Service.Access;

/// <summary>All clients' keys.</summary>
internal sealed class KeyRing(IOptions<AccessOptions> options, TimeProvider time)
{
    private readonly ClientKey[] keys = [.. options.Value.Keys.Select(key => new ClientKey(key, time))];

    /// <summary>The key that was presented, or null. How long that takes tells nothing of the keys there are.</summary>
    public ClientKey? Find(string presented)
    {
        var hash = SHA256.HashData(Encoding.Latin1.GetBytes(presented)); // Kestrel reads headers as Latin-1
        ClientKey? found = null;
        foreach (var key in keys)
        {
            if (CryptographicOperations.FixedTimeEquals(hash, key.Hash))
                found = key; // and on through all of them
        }

        return found;
    }
}
