using PreferenceFlow.FlowModel.EditFlow;
using PreferenceFlow.Training.EditFlow;

namespace PreferenceFlow.Training.Tests.EditFlow;

/// <summary>Two rows by hand: a prompt of one token before two answer tokens, and one answer token alone. B = 2, L = 4.</summary>
public sealed class LossIndicesTests
{
    private static readonly EditFlowShape s_shape = new() { Vocabulary = 300, MaxAnswerTokens = 8, MaxPromptTokens = 4 };

    private readonly LossIndices _indices = LossIndices.Of(new EditFlowBatch(
        EditBatch.Pack(s_shape, [([50], [60, 61]), ([], [70])]),
        [
            new EditState([60, 61], [new(1, EditKind.Substitute, 90), new(2, EditKind.Insert, 91)]),
            new EditState([70], [new(0, EditKind.Insert, 92), new(1, EditKind.Delete, 0)]),
        ],
        [1, 1]));

    [Fact]
    public void Allowed_PromptPaddingAndStartToken_HaveOnlyTheInsertionAtTheStart() => Assert.Equal(
        [
            0, 0, 0, 1, 0, 0, 1, 1, 1, 1, 1, 1, // prompt, start token, two tokens
            1, 0, 0, 1, 1, 1, 0, 0, 0, 0, 0, 0, // start token, one token, padding
        ],
        _indices.Allowed);

    [Fact]
    public void Pending_ByKind_PointAtTheirRatesRowsAndStates()
    {
        // Insertions first (after token 2 of row 0: place 3; at the start of row 1: place 4), then the deletion, then the substitution.
        Assert.Equal([(3 * 3) + 0, (4 * 3) + 0, (5 * 3) + 1, (2 * 3) + 2], _indices.Rate);
        Assert.Equal([0, 1, 1, 0], _indices.Row);
        Assert.Equal([[3, 4], [5], [2]], _indices.Hidden);
        Assert.Equal([[91, 92], [0], [90]], _indices.Tokens);
    }
}
