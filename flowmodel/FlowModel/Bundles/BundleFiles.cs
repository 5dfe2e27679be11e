using System.Security.Cryptography;
using System.Text.Json;

namespace PreferenceFlow.FlowModel.Bundles;

/// <summary>Names and JSON form of the files of a bundle.</summary>
public static class BundleFiles
{
    public const string Tokenizer = "tokenizer.json";
    public const string Settings = "settings.json";
    public const string FlowBody = "edit-flow-body.onnx";
    public const string FlowHeads = "edit-flow-heads.onnx";
    public const string Rewards = "rewards.onnx";
    public const string Golden = "golden.json";
    public const string Report = "report.json";
    public const string ReportPage = "report.html";

    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        RespectNullableAnnotations = true,
        UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow,
        Converters = { new System.Text.Json.Serialization.JsonStringEnumConverter() },
    };

    /// <summary>Size and hash of a file on disk.</summary>
    public static BundleFile Describe(string path)
    {
        using var stream = File.OpenRead(path);
        return new(stream.Length, Convert.ToHexStringLower(SHA256.HashData(stream)));
    }

    /// <summary>Reads a JSON file of a bundle.</summary>
    /// <exception cref="BundleException">The file is missing or not what it should be; the message names it.</exception>
    public static T Read<T>(string directory, string name)
    {
        try
        {
            using var stream = File.OpenRead(Path.Combine(directory, name));
            return JsonSerializer.Deserialize<T>(stream, Json) ?? throw new BundleException($"{name}: is null; an object was expected.");
        }
        catch (Exception exception) when (exception is JsonException or IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new BundleException($"{name}: {exception.Message}", exception);
        }
    }
}
