using PreferenceFlow.FlowModel.EditFlow;
using PreferenceFlow.FlowModel.Text;
using PreferenceFlow.Training.Data;
using PreferenceFlow.Training.EditFlow;

namespace PreferenceFlow.Training.Tests.EditFlow;

public sealed class EditExampleBuilderTests
{
    private static readonly ByteBpeTokenizer s_tokenizer =
        ByteBpeTokenizer.Train(TinyPairs.Make(60).SelectMany(p => new[] { p.Rejected, p.Chosen }).Select(TextEditor.Spaced), 300);

    private static readonly EditFlowShape s_shape = new() { Vocabulary = s_tokenizer.VocabularySize, MaxAnswerTokens = 40 };

    private readonly EditExampleBuilder _builder = new(s_tokenizer, s_shape, new EditFlowOptions { MaxEditRatio = 0.8 });

    [Fact]
    public void Align_BothSides_AreTheTexts()
    {
        var example = _builder.Align("Why?", "The room is bad today.", "The room is very good today.")!;

        Assert.Equal(" The room is bad today.", Text(example.Source));
        Assert.Equal(" The room is very good today.", Text(example.Target));
        Assert.Equal(" Why?", Text(example.Prompt));
        Assert.Equal(example.Source.Length, example.Target.Length);
    }

    [Fact]
    public void Align_ReplacedWord_IsReplacedWhole()
    {
        var example = _builder.Align("", "My report is lost.", "My order is lost.")!;

        var changed = example.Source.Zip(example.Target).Index().Where(z => z.Item.First != z.Item.Second).Select(z => z.Index).ToList();
        var (first, last) = (changed[0], changed[^1] + 1);
        Assert.EndsWith(Text(example.Source[first..last]), " report");
        Assert.EndsWith(Text(example.Target[first..last]), " order");
        Assert.Equal(" is lost.", Text(example.Source[last..]));
    }

    [Fact]
    public void Build_VersionsOfOneSource_AreOneGroup()
    {
        var groups = _builder.Build(
            [Pair("", "It is bad.", "It is good."), Pair("", "It is bad.", "It is fine."), Pair("?", "It is bad.", "It is good.")]);

        Assert.Equal([2, 1], groups.Select(g => g.Length));
    }

    [Fact]
    public void Build_SeveralSentences_AreCut() =>
        Assert.Equal(2, _builder.Build([Pair("", "It is bad. We wait here.", "It is good. We wait here.")]).Count);

    [Fact]
    public void Build_LongSentence_IsLeftOutAndCounted()
    {
        var sentence = string.Join(' ', Enumerable.Repeat("parcel", 60)) + ".";

        Assert.Empty(_builder.Build([Pair("", sentence, "A " + sentence)]));

        Assert.Equal((1, 0), (_builder.TooLong, _builder.TooFar));
    }

    [Fact]
    public void Build_Rewrite_IsLeftOutAndCounted()
    {
        Assert.Empty(_builder.Build([Pair("", "It is bad.", "You can send the order.")]));

        Assert.Equal((0, 1), (_builder.TooLong, _builder.TooFar));
    }

    [Fact]
    public void Build_DeletedSentenceAndCode_AreNoExamples() =>
        Assert.Empty(_builder.Build([Pair("", "```\nbad\n```", "```\ngood\n```")]));

    private static PreferencePair Pair(string prompt, string rejected, string chosen) =>
        new() { Prompt = prompt, Rejected = rejected, Chosen = chosen };

    private static string Text(int[] padded) => s_tokenizer.Decode(Alignment.Strip(padded));
}
