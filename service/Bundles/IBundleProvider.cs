using PreferenceFlow.FlowModel.Decisions;
using PreferenceFlow.FlowModel.Encoding.Embeddings;
using PreferenceFlow.FlowModel.Selection;

namespace PreferenceFlow.Service.Bundles;

/// <summary>The bundle that answers are aligned with.</summary>
internal interface IBundleProvider
{
    /// <summary>What edits an answer; null while there is no bundle, or one that only selects.</summary>
    IAligner? Aligner { get; }

    /// <summary>What chooses among answers; null while there is no bundle, or one that only edits.</summary>
    ISelector? Selector { get; }

    /// <summary>What reads answers for the selector where that is not done at once; null where it is, or where nothing selects.</summary>
    IAnswerReader? Reader { get; }

    /// <summary>Examples of what people prefer; null where the bundle has none.</summary>
    IExampleSource? Examples { get; }

    /// <summary>The bundle's id; null while there is none.</summary>
    string? Id { get; }

    /// <summary>Why there is no bundle; null when there is one.</summary>
    string? Problem { get; }
}
