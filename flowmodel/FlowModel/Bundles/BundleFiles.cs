using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.ML.OnnxRuntime;
using PreferenceFlow.FlowModel.Encoding;
using PreferenceFlow.FlowModel.Onnx;
using PreferenceFlow.FlowModel.Rewards;

namespace PreferenceFlow.FlowModel.Bundles;

/// <summary>Names and JSON form of the files of a bundle.</summary>
public static class BundleFiles
{
    public const string Tokenizer = "tokenizer.json";
    public const string Settings = "settings.json";
    public const string FlowBody = "edit-flow-body.onnx";
    public const string FlowHeads = "edit-flow-heads.onnx";
    public const string Rewards = "rewards.onnx";
    public const string AnswerRewards = "answer-rewards.onnx";
    public const string LatentFlow = "latent-flow.onnx";
    public const string Objectives = "objectives.onnx";
    public const string Examples = "examples.json";
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
    /// <summary>Opens what a file holds.</summary>
    /// <exception cref="BundleException">It does not hold that; the message names the file.</exception>
    internal static T Open<T>(string name, Func<T> open)
    {
        try
        {
            return open();
        }
        catch (Exception exception) when (exception is OnnxRuntimeException or InvalidDataException or IOException)
        {
            throw new BundleException($"{name}: {exception.Message}", exception);
        }
    }

    /// <summary>Opens an ensemble and tries the last row of its table: too small a one is found now and not by a request.</summary>
    /// <exception cref="BundleException">It is not the ensemble that the settings ask for; the message names the file.</exception>
    internal static RewardEnsemble OpenRewards(
        string directory, string name, EncoderSettings settings, Calibration calibration, OnnxOptions options)
    {
        var network = File.ReadAllBytes(Path.Combine(directory, name));
        RequireRewards(name, network, calibration.Temperatures.Count);
        var encoder = CreateEncoder(directory, settings, options);
        var rewards = Open(name, () => new RewardEnsemble(encoder, network, calibration, options));
        Open(name, () => rewards.Probe(encoder.Rows - 1));
        return rewards;
    }

    private static IFeatureEncoder CreateEncoder(string directory, EncoderSettings settings, OnnxOptions options)
    {
        try
        {
            return settings.Create(file => File.ReadAllBytes(Path.Combine(directory, file)), options);
        }
        catch (InvalidDataException exception)
        {
            throw new BundleException(exception.Message, exception); // which names the file
        }
    }

    /// <summary>Rewards of so many members, and perhaps the positions that doubt is measured by.</summary>
    private static void RequireRewards(string name, byte[] network, int members)
    {
        using var session = Open(name, () => new OnnxSession(network, new OnnxOptions()));
        if (session.OutputShapes.ContainsKey(RewardEnsemble.PositionOutput))
            RequireOutputs(name, network, members, session.OutputShapes[RewardEnsemble.PositionOutput][^1]);
        else
            RequireOutputs(name, network, members);
    }

    /// <summary>Holds the last dimension of each output, in the order of the graph, against what is asked for.</summary>
    /// <exception cref="BundleException">They differ; the message names the file.</exception>
    internal static void RequireOutputs(string name, byte[] network, params int[] widths)
    {
        using var session = Open(name, () => new OnnxSession(network, new OnnxOptions()));
        var found = session.OutputShapes.Select(o => o.Value[^1]).ToArray();
        if (!found.SequenceEqual(widths))
            throw new BundleException($"{name}: its outputs end in [{string.Join(", ", found)}], the settings ask for [{string.Join(", ", widths)}].");
    }
}
