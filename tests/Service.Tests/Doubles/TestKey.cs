using System.Security.Cryptography;
using System.Text;

namespace PreferenceFlow.Service.Tests.Doubles;

/// <summary>A client's key and the settings that let it in.</summary>
internal static class TestKey
{
    public const string Value = "pflow-a-key-for-tests";

    public static readonly (string, string) Header = ("Authorization", $"Bearer {Value}");

    /// <param name="policy">Settings of the key, such as <c>Concurrent=1</c>.</param>
    public static string[] Settings(params string[] policy) => Settings(0, Value, policy);

    public static string[] Settings(int index, string value, params string[] policy) =>
    [
        $"Access:Keys:{index}:Name=tester{index}",
        $"Access:Keys:{index}:Sha256={Hash(value)}",
        .. policy.Select(setting => $"Access:Keys:{index}:{setting}"),
    ];

    public static string Hash(string value) => Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(value)));
}
