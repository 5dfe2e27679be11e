using PreferenceFlow.FlowModel.EditFlow;

namespace PreferenceFlow.FlowModel.Tests.EditFlow;

public sealed class EditBatchTests
{
    private static readonly EditFlowShape s_shape = new() { Vocabulary = 300, MaxAnswerTokens = 4, MaxPromptTokens = 2 };

    [Fact]
    public void Pack_PromptAndAnswer_LieAroundTheStartToken()
    {
        var batch = EditBatch.Pack(s_shape, [([20, 21, 22], [30, 31]), ([], [40])]);

        Assert.Equal([21, 22, 1, 30, 31, 1, 40, 0, 0, 0], batch.Tokens); // the prompt's head is lost
        Assert.Equal([5, 6, 0, 1, 2, 0, 1, 0, 0, 0], batch.Positions);
        Assert.Equal([2, 0], batch.Start);
    }

    [Fact]
    public void Pack_AnswerTooLong_Throws() =>
        Assert.Contains("at most 4", Assert.Throws<ArgumentException>(() => EditBatch.Pack(s_shape, [([], [1, 2, 3, 4, 5])])).Message);
}
