using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace PreferenceFlow.Service.Access;

/// <summary>Makes a client's key: <c>dotnet run --project service -- new-key NAME</c>.</summary>
internal static class NewKeyCommand
{
    /// <summary>Writes the key, which is kept nowhere, and the setting that lets it in.</summary>
    public static void Run(string name, TextWriter output)
    {
        var key = "pflow-" + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.Latin1.GetBytes(key)));
        output.WriteLine($"Key, for the client; it is shown this once: {key}");
        output.WriteLine($"Setting, one of Access:Keys: {JsonSerializer.Serialize(new { Name = name, Sha256 = hash })}");
    }
}
