using PreferenceFlow.FlowModel.Decisions;

namespace PreferenceFlow.FlowModel.Selection;

/// <summary>Chooses among several answers. Pure: no I/O, the same request gives the same decision. Safe to call from several threads.</summary>
public interface ISelector
{
    /// <summary>Names that <see cref="SelectionRequest.Objectives"/> may weigh; empty where there are none.</summary>
    IReadOnlyList<string> Objectives => [];

    /// <summary>Scores the answers and decides which one leaves: the first, unless another is surely better.</summary>
    /// <exception cref="ArgumentException">The request weighs objectives that are not there, or not as it should.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    /// <exception cref="InvalidOperationException">The ensemble reads embeddings, and the request has no <see cref="SelectionRequest.Features"/>.</exception>
    AlignmentDecision Decide(SelectionRequest request, CancellationToken cancellationToken);
}
