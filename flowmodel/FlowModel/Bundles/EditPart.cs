using PreferenceFlow.FlowModel.Decisions;
using PreferenceFlow.FlowModel.EditFlow;
using PreferenceFlow.FlowModel.Encoding;
using PreferenceFlow.FlowModel.Onnx;
using PreferenceFlow.FlowModel.Rewards;
using PreferenceFlow.FlowModel.Text;

namespace PreferenceFlow.FlowModel.Bundles;

/// <summary>The part of a bundle that edits, with the shapes of its files held against its settings. Owns its networks.</summary>
public sealed class EditPart : IDisposable
{
    private EditPart(EditSettings settings, ByteBpeTokenizer tokenizer, EditFlowModel flow, RewardEnsemble rewards)
    {
        (Settings, Tokenizer, Flow, Rewards) = (settings, tokenizer, flow, rewards);
        Aligner = AlignerWith(settings.Proposals, settings.Gate);
    }

    public EditSettings Settings { get; }

    public ByteBpeTokenizer Tokenizer { get; }

    public EditFlowModel Flow { get; }

    public RewardEnsemble Rewards { get; }

    public IAligner Aligner { get; }

    internal static IReadOnlyList<string> Files { get; } =
        [BundleFiles.Tokenizer, BundleFiles.FlowBody, BundleFiles.FlowHeads, BundleFiles.Rewards];

    /// <summary>The flow with other proposals than the bundle's own.</summary>
    public TextEditor EditorWith(ProposalOptions proposals) => new(Tokenizer, Flow, proposals);

    /// <summary>The aligner with other thresholds than the bundle's own.</summary>
    public IAligner AlignerWith(ProposalOptions proposals, GateOptions gate) => new Aligner(EditorWith(proposals), Rewards, new Gate(gate));

    public void Dispose()
    {
        Flow.Dispose();
        Rewards.Dispose();
    }

    /// <exception cref="BundleException">A file is not what the settings ask for; the message names it.</exception>
    internal static EditPart Load(string directory, EditSettings settings, OnnxOptions options)
    {
        if (settings.Encoder is EncoderSettings.Upstream)
        {
            throw new BundleException(
                $"{BundleFiles.Settings}: edits cannot be judged by an upstream's embeddings, which their versions would have to wait for.");
        }

        var tokenizer = BundleFiles.Open(BundleFiles.Tokenizer, () => ByteBpeTokenizer.Load(Path.Combine(directory, BundleFiles.Tokenizer)));
        if (tokenizer.VocabularySize != settings.Flow.Vocabulary)
            throw new BundleException($"{BundleFiles.Tokenizer}: has {tokenizer.VocabularySize} tokens, the flow {settings.Flow.Vocabulary}.");

        byte[] Bytes(string name) => File.ReadAllBytes(Path.Combine(directory, name));
        BundleFiles.RequireOutputs(BundleFiles.FlowBody, Bytes(BundleFiles.FlowBody), 3, settings.Flow.Width);
        BundleFiles.RequireOutputs(BundleFiles.FlowHeads, Bytes(BundleFiles.FlowHeads), settings.Flow.Vocabulary, settings.Flow.Vocabulary);
        var flow = BundleFiles.Open(BundleFiles.FlowBody, () =>
            new EditFlowModel(settings.Flow, Bytes(BundleFiles.FlowBody), Bytes(BundleFiles.FlowHeads), options));
        BundleFiles.Open(BundleFiles.FlowBody, () => flow.Rates(LastEntries(settings.Flow), CancellationToken.None));
        return new(settings, tokenizer, flow, BundleFiles.OpenRewards(directory, BundleFiles.Rewards, settings.Encoder, settings.Calibration, options));
    }

    /// <summary>A row that reads the last entry of each table: too small a table is found now and not by a request.</summary>
    private static EditBatch LastEntries(EditFlowShape shape) =>
        EditBatch.Pack(shape, [([.. Enumerable.Repeat(shape.Vocabulary - 1, shape.MaxPromptTokens)], [])]);
}
