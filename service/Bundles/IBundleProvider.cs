using PreferenceFlow.FlowModel.Decisions;

namespace PreferenceFlow.Service.Bundles;

/// <summary>The bundle that answers are aligned with.</summary>
internal interface IBundleProvider
{
    /// <summary>The decision rule; null while there is no bundle.</summary>
    IAligner? Current { get; }

    /// <summary>The bundle's id; null while there is none.</summary>
    string? Id { get; }

    /// <summary>Why there is no bundle; null when there is one.</summary>
    string? Problem { get; }
}
