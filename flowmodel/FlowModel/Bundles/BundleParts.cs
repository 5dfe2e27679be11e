using Microsoft.ML.OnnxRuntime;
using PreferenceFlow.FlowModel.EditFlow;
using PreferenceFlow.FlowModel.Encoding;
using PreferenceFlow.FlowModel.Onnx;
using PreferenceFlow.FlowModel.Rewards;
using PreferenceFlow.FlowModel.Text;

namespace PreferenceFlow.FlowModel.Bundles;

/// <summary>The live parts of a bundle, with the shapes of its files held against its settings.</summary>
internal sealed record BundleParts(ByteBpeTokenizer Tokenizer, EditFlowModel Flow, RewardEnsemble Rewards)
{
    public static BundleParts Load(string directory, BundleSettings settings, OnnxOptions options)
    {
        var tokenizer = Open(BundleFiles.Tokenizer, () => ByteBpeTokenizer.Load(Path.Combine(directory, BundleFiles.Tokenizer)));
        if (tokenizer.VocabularySize != settings.Flow.Vocabulary)
            throw new BundleException($"{BundleFiles.Tokenizer}: has {tokenizer.VocabularySize} tokens, the flow {settings.Flow.Vocabulary}.");

        byte[] Bytes(string name) => File.ReadAllBytes(Path.Combine(directory, name));
        RequireOutputs(BundleFiles.FlowBody, Bytes(BundleFiles.FlowBody), 3, settings.Flow.Width);
        RequireOutputs(BundleFiles.FlowHeads, Bytes(BundleFiles.FlowHeads), settings.Flow.Vocabulary, settings.Flow.Vocabulary);
        RequireOutputs(BundleFiles.Rewards, Bytes(BundleFiles.Rewards), settings.Calibration.Temperatures.Count);

        var flow = Open(BundleFiles.FlowBody, () =>
            new EditFlowModel(settings.Flow, Bytes(BundleFiles.FlowBody), Bytes(BundleFiles.FlowHeads), options));
        var encoder = settings.Encoder.Create();
        var rewards = Open(BundleFiles.Rewards, () => new RewardEnsemble(encoder, Bytes(BundleFiles.Rewards), settings.Calibration, options));
        Open(BundleFiles.FlowBody, () => flow.Rates(LastEntries(settings.Flow), CancellationToken.None));
        Open(BundleFiles.Rewards, () => rewards.Probe(encoder.Rows - 1));
        return new(tokenizer, flow, rewards);
    }

    /// <summary>A row that reads the last entry of each table: too small a table is found now and not by a request.</summary>
    private static EditBatch LastEntries(EditFlowShape shape) =>
        EditBatch.Pack(shape, [([.. Enumerable.Repeat(shape.Vocabulary - 1, shape.MaxPromptTokens)], [])]);

    /// <summary>The last dimension of each output, in the order of the graph.</summary>
    private static void RequireOutputs(string name, byte[] network, params int[] widths)
    {
        using var session = Open(name, () => new OnnxSession(network, new OnnxOptions()));
        var found = session.OutputShapes.Select(o => o.Value[^1]).ToArray();
        if (!found.SequenceEqual(widths))
            throw new BundleException($"{name}: its outputs end in [{string.Join(", ", found)}], the settings ask for [{string.Join(", ", widths)}].");
    }

    private static T Open<T>(string name, Func<T> open)
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
}
