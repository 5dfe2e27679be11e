using PreferenceFlow.FlowModel.Decisions;
using PreferenceFlow.Service.Bundles;

namespace PreferenceFlow.Service.Tests.Doubles;

internal sealed class FixedBundle(IAligner aligner) : IBundleProvider
{
    public IAligner? Current => aligner;

    public string? Id => "fixed";

    public string? Problem => null;
}
