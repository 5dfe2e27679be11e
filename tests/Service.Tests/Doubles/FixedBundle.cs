using PreferenceFlow.FlowModel.Decisions;
using PreferenceFlow.FlowModel.Encoding.Embeddings;
using PreferenceFlow.FlowModel.Selection;
using PreferenceFlow.Service.Bundles;

namespace PreferenceFlow.Service.Tests.Doubles;

internal sealed class FixedBundle(IAligner? aligner, ISelector? selector) : IBundleProvider
{
    public IAnswerReader? Reader { get; set; }

    public IExampleSource? Examples { get; } = new OneExample();

    public IAligner? Aligner => aligner;

    public ISelector? Selector => selector;

    public string? Id => "fixed";

    public string? Problem => null;

    private sealed class OneExample : IExampleSource
    {
        public IReadOnlyList<PreferredExample> Nearest(string prompt, string answer, int count, CancellationToken cancellationToken) =>
            [new("", "the less liked", $"the better liked for {answer}")];
    }
}
