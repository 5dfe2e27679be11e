using PreferenceFlow.FlowModel.Encoding;
using PreferenceFlow.Training.Data;
using PreferenceFlow.Training.Rewards;

namespace PreferenceFlow.Training.Tests.Rewards;

public sealed class RewardExamplesTests
{
    private static readonly HashedNgramEncoder s_encoder = new(4096);

    [Fact]
    public void FromPairs_SentencesThatAgree_AreLeftOut()
    {
        PreferencePair[] pairs = [new() { Prompt = "", Rejected = "It is bad. We wait.", Chosen = "It is good. We wait." }];

        var example = Assert.Single(RewardExamples.FromPairs(pairs, s_encoder));

        Assert.Equal(s_encoder.Encode("It is good."), example.Chosen.Ids);
        Assert.Equal(s_encoder.Encode("It is bad."), example.Rejected.Ids);
    }

    [Fact]
    public void FromPairs_VersionsOfOneSource_ShareItsGroup()
    {
        PreferencePair[] pairs =
        [
            new() { Prompt = "", Rejected = "It is bad.", Chosen = "It is good." },
            new() { Prompt = "", Rejected = "It is bad.", Chosen = "It is fine." },
            new() { Prompt = "other", Rejected = "It is bad.", Chosen = "It is good." },
        ];

        Assert.Equal([0, 0, 1], RewardExamples.FromPairs(pairs, s_encoder).Select(e => e.Group));
    }

    [Fact]
    public void Answers_OfOnePrompt_ShareGroupAndEncodedTexts()
    {
        PreferencePair[] pairs =
        [
            new() { Prompt = "Why?", Chosen = "Because.", Rejected = "No.", Margin = 0.5, Weight = 2, Agreement = 0.75, Line = 4 },
            new() { Prompt = "Why?", Chosen = "Because.", Rejected = "Yes." },
            new() { Prompt = "How?", Chosen = "Because.", Rejected = "No." },
        ];

        var examples = RewardExamples.Answers(pairs, s_encoder);

        Assert.Equal([0, 0, 1], examples.Select(e => e.Group));
        Assert.Same(examples[0].Chosen, examples[1].Chosen);
        Assert.Equal((0.5, 2, 0.75, 4), (examples[0].Margin, examples[0].Weight, examples[0].Agreement, examples[0].Line));
    }

    [Fact]
    public void Damaged_Share_IsThatOfAllExamples()
    {
        var pairs = TinyPairs.Make(100);

        var damaged = RewardExamples.Damaged(pairs, s_encoder, share: 0.3, seed: 1);

        Assert.Equal(0.3, damaged.Count / (damaged.Count + 100.0), 0.03);
        Assert.All(damaged, e => Assert.NotEqual(e.Chosen.Ids, e.Rejected.Ids));
    }
}
