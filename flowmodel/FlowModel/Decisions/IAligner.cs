namespace PreferenceFlow.FlowModel.Decisions;

/// <summary>The decision rule: pure, synchronous, without I/O, safe to call from several threads.</summary>
public interface IAligner
{
    /// <summary>Proposes edits of the answer, scores them and decides.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled between two model calls.</exception>
    AlignmentDecision Decide(AlignmentRequest request, CancellationToken cancellationToken);
}
