using PreferenceFlow.FlowModel.Encoding;

namespace PreferenceFlow.FlowModel.Tests.Encoding;

public sealed class AnswerEncoderTests
{
    private const int Buckets = 1 << 14;

    private static readonly string[] s_answers = ["Yes, of course!", "No.", "1. First\n2. **Second**\n\nDone: ask `again`.", "I'm sorry, but I cannot help."];

    private readonly AnswerEncoder _encoder = new(Buckets, AnswerStatistics.Fit(s_answers.GroupBy(a => $"Prompt of {a}"), Buckets, minPrompts: 1));

    [Fact]
    public void Encode_Case_Matters() => Assert.NotEqual(_encoder.Encode("", "YES, OF COURSE!").Ids, _encoder.Encode("", "Yes, of course!").Ids);

    [Fact]
    public void Encode_AnyText_HasOneNormAndAscendingRows()
    {
        foreach (var answer in s_answers)
        {
            var features = _encoder.Encode("A prompt", answer);

            Assert.Equal(features.Ids.Distinct().Order(), features.Ids);
            Assert.All(features.Ids, id => Assert.InRange(id, 1, _encoder.Rows - 1));
            Assert.Equal(9, features.Weights.Sum(w => w * w), 1e-3);
            Assert.Equal(_encoder.Measures, features.Measures.Length);
            Assert.Equal(answer.Length, features.Length);
        }
    }

    [Fact]
    public void Encode_UnseenFeaturesOrNoText_AreEmpty()
    {
        Assert.Empty(_encoder.Encode("", "").Ids);
        Assert.All(_encoder.Encode("", "").Measures, m => Assert.InRange(m, -4, 4));
    }

    [Fact]
    public void Fit_MinPrompts_KeepsWhatAnswersToSoManyPromptsShare()
    {
        var answers = new[] { ("a", "the same words"), ("a", "the same words again"), ("b", "the same words"), ("c", "other") }.GroupBy(p => p.Item1, p => p.Item2).ToList();

        int Known(string text, int minPrompts) => new AnswerEncoder(Buckets, AnswerStatistics.Fit(answers, Buckets, minPrompts)).Encode("", text).Ids.Length;
        Assert.Equal(Known("the same words", 1), Known("the same words", 2));
        Assert.True(Known("the same words again", 2) < Known("the same words again", 1));
        Assert.True(Known("other", 2) < Known("other", 1));
    }

    [Fact]
    public void Encode_PromptTakenUp_ShowsInTheMeasuresOnly()
    {
        var (taken, ignored) = (_encoder.Encode("What of course?", "Yes, of course!"), _encoder.Encode("Why are bananas bent?", "Yes, of course!"));

        Assert.Equal(taken.Ids, ignored.Ids);
        Assert.NotEqual(taken.Measures, ignored.Measures);
    }
}
