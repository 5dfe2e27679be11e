using PreferenceFlow.FlowModel.Decisions;
using PreferenceFlow.FlowModel.Selection;
using PreferenceFlow.Service.Bundles;

namespace PreferenceFlow.Service.Tests.Doubles;

internal sealed class FixedBundle(IAligner? aligner, ISelector? selector) : IBundleProvider
{
    public IAligner? Aligner => aligner;

    public ISelector? Selector => selector;

    public string? Id => "fixed";

    public string? Problem => null;
}
