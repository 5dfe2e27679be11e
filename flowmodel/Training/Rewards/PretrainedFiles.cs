using System.Text.Json;
using PreferenceFlow.FlowModel.Encoding;
using PreferenceFlow.FlowModel.Encoding.Embeddings;
using PreferenceFlow.Training.Loop;

namespace PreferenceFlow.Training.Rewards;

/// <summary>A pretrained sentence encoder as Hugging Face lays it out in a folder.</summary>
/// <param name="Tokenizer">What its tokenizer is read from.</param>
/// <param name="Pooling">From <c>1_Pooling/config.json</c>; the mean where it is missing.</param>
/// <param name="Files">What the bundle keeps of it, by name in the bundle.</param>
internal sealed record PretrainedFiles(TokenizerKind Tokenizer, Pooling Pooling, IReadOnlyDictionary<string, byte[]> Files)
{
    private static readonly string[] s_networks = ["model.onnx", "onnx/model.onnx", "model_quantized.onnx", "onnx/model_quantized.onnx"];

    /// <exception cref="TrainingFailedException">A file is missing or not what it should be; the message names it.</exception>
    public static PretrainedFiles Read(string directory)
    {
        if (!Directory.Exists(directory))
        {
            throw new TrainingFailedException(
                $"{directory}: there is no such folder; model.onnx and tokenizer.json or vocab.txt were expected there.");
        }

        string PathOf(string name) => Path.Combine(directory, name);
        var network = s_networks.FirstOrDefault(name => File.Exists(PathOf(name)))
            ?? throw new TrainingFailedException($"{directory}: none of {string.Join(", ", s_networks)} is there.");
        var kind = File.Exists(PathOf("tokenizer.json")) ? TokenizerKind.Json
            : !File.Exists(PathOf("vocab.txt")) ? throw new TrainingFailedException($"{directory}: neither tokenizer.json nor vocab.txt is there.")
            : Flag(PathOf("tokenizer_config.json"), "do_lower_case", whereMissing: true) ? TokenizerKind.LowerCaseVocabulary
            : TokenizerKind.CasedVocabulary;
        var pooling = Flag(PathOf("1_Pooling/config.json"), "pooling_mode_cls_token", whereMissing: false) ? Pooling.Cls : Pooling.Mean;
        return new(kind, pooling, new Dictionary<string, byte[]>
        {
            [EncoderSettings.Pretrained.NetworkFile] = File.ReadAllBytes(PathOf(network)),
            [kind == TokenizerKind.Json ? EncoderSettings.Pretrained.JsonFile : EncoderSettings.Pretrained.VocabularyFile] =
                File.ReadAllBytes(PathOf(kind == TokenizerKind.Json ? "tokenizer.json" : "vocab.txt")),
        });
    }

    private static bool Flag(string path, string name, bool whereMissing)
    {
        if (!File.Exists(path))
            return whereMissing;
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            return document.RootElement.TryGetProperty(name, out var flag) ? flag.GetBoolean() : whereMissing;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw new TrainingFailedException($"{path}: {name} was expected to be true or false ({exception.Message})");
        }
    }
}
