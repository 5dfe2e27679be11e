using PreferenceFlow.FlowModel.EditFlow;
using PreferenceFlow.Training.EditFlow;

namespace PreferenceFlow.Training.Tests.EditFlow;

public sealed class EditStateTests
{
    private const int Blank = Alignment.Blank;
    private static readonly EditExample s_example = new([], [11, 12, Blank, 13], [11, 14, 15, Blank]);

    [Fact]
    public void Draw_KappaZero_IsSourceWithEveryEditPending()
    {
        var state = EditState.Draw(s_example, kappa: 0, new Random(1));

        Assert.Equal([11, 12, 13], state.Tokens);
        Assert.Equal([new(2, EditKind.Substitute, 14), new(2, EditKind.Insert, 15), new PendingEdit(3, EditKind.Delete, 0)], state.Pending);
    }

    [Fact]
    public void Draw_KappaOne_IsTargetWithNothingPending()
    {
        var state = EditState.Draw(s_example, kappa: 1, new Random(1));

        Assert.Equal([11, 14, 15], state.Tokens);
        Assert.Empty(state.Pending);
    }

    [Fact]
    public void Finish_AnyTime_GivesTarget() // applying all pending edits to x_t gives x1
    {
        var random = new Random(7);
        for (var i = 0; i < 500; i++)
        {
            var (source, target) = (RandomTokens(random), RandomTokens(random));
            var aligned = Alignment.Of(source, target);

            var state = EditState.Draw(new([], aligned.Z0, aligned.Z1), random.NextDouble(), random);

            Assert.Equal(target, state.Finish());
        }
    }

    private static int[] RandomTokens(Random random) => [.. Enumerable.Range(0, random.Next(9)).Select(_ => random.Next(4, 9))];
}
