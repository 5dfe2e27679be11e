using PreferenceFlow.FlowModel.EditFlow;
using PreferenceFlow.FlowModel.Text;
using PreferenceFlow.Training.EditFlow;
using PreferenceFlow.Training.Networks;
using static TorchSharp.torch;

namespace PreferenceFlow.Training.Tests.EditFlow;

/// <summary>The edit-flow task on the tiny pairs, without the pipeline around it.</summary>
internal sealed class TinyEditFlow : IDisposable
{
    private readonly EditFlowNet _net;

    public TinyEditFlow(double dropout = 0, Action<int>? onStep = null, int parts = 1)
    {
        var pairs = TinyPairs.Make(60);
        var tokenizer = ByteBpeTokenizer.Train(pairs.SelectMany(p => new[] { p.Rejected, p.Chosen }).Select(TextEditor.Spaced), 300);
        var shape = new EditFlowShape
        {
            Vocabulary = tokenizer.VocabularySize, Width = 16, Depth = 1, Heads = 2, MaxAnswerTokens = 64, MaxPromptTokens = 16,
        };
        var options = new EditFlowOptions { Width = 16, Depth = 1, Heads = 2, BatchTokens = 256, PromptDropout = 0.1, IdentityShare = 0.25 };
        var examples = new EditExampleBuilder(tokenizer, shape, options).Build(pairs);
        manual_seed(1);
        _net = new EditFlowNet(shape, dropout);
        var batcher = new EditFlowBatcher(examples, shape, options, seed: 1);
        EditFlowBatch Next(int step)
        {
            onStep?.Invoke(step);
            return batcher.Next(step);
        }

        Task = new(_net, Next, [new EditFlowBatcher(examples, shape, options, seed: 2).Next(0)], parts);
    }

    public EditFlowTask Task { get; }

    public void Dispose() => _net.Dispose();
}
