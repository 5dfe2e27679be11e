using PreferenceFlow.FlowModel.Encoding;
using PreferenceFlow.Training.Rewards;

namespace PreferenceFlow.Training.Tests;

public sealed class TrainingOptionsRulesTests
{
    private static readonly TrainingOptions s_options = new() { Output = "", RunDirectory = "" };

    [Fact]
    public void Problems_Defaults_AreNone() => Assert.Empty(TrainingOptionsRules.Problems(s_options));

    [Fact]
    public void Problems_SeveralValues_AreAllNamed()
    {
        var problems = TrainingOptionsRules.Problems(s_options with
        {
            HeldOut = 0.6,
            Validation = 0.5,
            EditCosts = [],
            Flow = s_options.Flow with { Width = 30, Loop = s_options.Flow.Loop with { Steps = 0 } },
            Proposals = new() { Levels = [0.5, 0] },
            Gate = new() { MinGain = double.NaN },
        });

        Assert.Equal(
            [
                "HeldOut + Validation (1.1) must be below 1.", "EditCosts () must hold costs of at least 0.",
                "Flow.Width (30) must be a multiple of Flow.Heads (4).",
                "Flow.Loop.Steps (0) must be at least 1.", "Proposals.Levels (0.5, 0) must each be above 0.",
                "Gate.MinGain (NaN) must be at least 0.",
            ],
            problems);
    }

    [Fact]
    public void Problems_CalibrationAskedOfAnUpstreamsEmbeddings_IsRefused()
    {
        var answers = s_options.AnswerRewards with { Encoder = EncoderKind.Upstream, EmbeddingModel = "small" };

        Assert.Empty(TrainingOptionsRules.Problems(s_options with { AnswerRewards = answers }));
        Assert.StartsWith(
            "AnswerRewards.MaxCalibrationError (0.05) must be left out",
            Assert.Single(TrainingOptionsRules.Problems(s_options with { AnswerRewards = answers with { MaxCalibrationError = 0.05 } })));
    }
}
