using FsCheck.Fluent;
using PreferenceFlow.FlowModel.Text;

namespace PreferenceFlow.FlowModel.Tests.Text;

public sealed class ByteBpeTokenizerTests
{
    private static readonly string[] Corpus =
    [
        "the cat sat on the mat, and the other cat didn't.", "The cats sat there; the mat was theirs!", "In 2024 it cost 1234567 dollars.",
        "It’s the café that the people like: the café.", "日本語の文。日本語の言葉。",
    ];

    private static readonly ByteBpeTokenizer Tokenizer = ByteBpeTokenizer.Train(Corpus, 320);

    [Fact]
    public void Encode_AnyText_DecodesToTheSameText() =>
        AnyText.Check(static text => Tokenizer.Decode(Tokenizer.Encode(text)) == text);

    [Fact]
    public void Encode_AnyUtf16Units_DecodesToTheSameUnits()
    {
        var units = Gen.Choose(0, char.MaxValue).Select(static unit => (char)unit).ListOf().Select(static list => string.Concat(list));

        AnyText.Check(units, static text => Tokenizer.Decode(Tokenizer.Encode(text)) == text);
    }

    [Fact]
    public void DecodeBytes_TextWithoutLoneSurrogates_IsUtf8()
    {
        const string text = "naïve \U0001F600 日本";

        Assert.Equal(System.Text.Encoding.UTF8.GetBytes(text), Tokenizer.DecodeBytes(Tokenizer.Encode(text)));
    }

    [Fact]
    public void Train_HandMadeText_MergesMostFrequentPairFirst()
    {
        // "ab" stands 4 times in "abab", " ab", "ab"; then " ab" and "abab" once each, which is too seldom.
        var tokenizer = ByteBpeTokenizer.Train(["abab ab", "ab"], 262);

        Assert.Equal(261, tokenizer.VocabularySize);
        Assert.Equal([260, 260], tokenizer.Encode("abab"));
    }

    [Fact]
    public void Train_Tie_GoesToLowestIds()
    {
        var tokenizer = ByteBpeTokenizer.Train(["cd", "ab", "cd", "ab"], 261);

        Assert.Equal([260], tokenizer.Encode("ab"));
        Assert.Equal(2, tokenizer.Encode("cd").Length);
    }

    [Fact]
    public void Train_TextsInAnotherOrder_GivesTheSameTokens()
    {
        var other = ByteBpeTokenizer.Train(Corpus.Reverse(), 320);

        Assert.All(Corpus, text => Assert.Equal(Tokenizer.Encode(text), other.Encode(text)));
    }

    [Fact]
    public void Train_OverlappingPair_CountsAndMergesFromTheLeft()
    {
        var tokenizer = ByteBpeTokenizer.Train(["aaaaa", "aaaaa"], 262);

        Assert.Equal([260, 261], tokenizer.Encode("aaaaa")); // aa aa a; then (aa, a) and (aa, aa) tie, and 'a' has the lower id
    }

    [Fact]
    public void Train_TooSmallVocabulary_Throws() =>
        Assert.Throws<ArgumentOutOfRangeException>(static () => ByteBpeTokenizer.Train(Corpus, 259));

    [Fact]
    public void Encode_Text_NeverGivesSpecialTokens() =>
        AnyText.Check(static text => Tokenizer.Encode(text).All(static id => id > ByteBpeTokenizer.Reserved));

    [Fact]
    public void Decode_SpecialTokens_GiveNothing() =>
        Assert.Equal("a", Tokenizer.Decode([ByteBpeTokenizer.Bos, .. Tokenizer.Encode("a"), ByteBpeTokenizer.Sep, ByteBpeTokenizer.Pad]));

    [Fact]
    public void Decode_BrokenBytes_GiveReplacementCharacters() =>
        Assert.Equal("\uFFFDa", Tokenizer.Decode([4 + 0xE2, 4 + 'a']));

    [Fact]
    public void Decode_UnknownId_Throws() =>
        Assert.Throws<ArgumentOutOfRangeException>(static () => Tokenizer.Decode([Tokenizer.VocabularySize]));

    [Fact]
    public void EncodeWithSpans_AnyText_TilesTheText() => AnyText.Check(static text =>
    {
        var tokens = Tokenizer.EncodeWithSpans(text);
        var end = 0;
        foreach (var span in tokens.Spans)
        {
            if (span.Start > end || span.Length < 1 || span.End < end)
                return false;
            end = span.End;
        }

        return end == text.Length && tokens.Ids.SequenceEqual(Tokenizer.Encode(text));
    });

    [Fact]
    public void EncodeWithSpans_CharacterOfSeveralTokens_SpansItEachTime()
    {
        var bytes = ByteBpeTokenizer.Train([], 260);

        var tokens = bytes.EncodeWithSpans("aé\U0001F600");

        Assert.Equal([new(0, 1), new(1, 1), new(1, 1), new(2, 2), new(2, 2), new(2, 2), new(2, 2)], tokens.Spans);
    }

    [Fact]
    public void Overlapping_SpanInsideAToken_MarksTheToken()
    {
        var bytes = ByteBpeTokenizer.Train([], 260);

        var marks = bytes.EncodeWithSpans("abcdef").Overlapping([new TextSpan(1, 2), new TextSpan(4, 1)]);

        Assert.Equal([false, true, true, false, true, false], marks);
    }

    [Fact]
    public void Encode_LongRunWithoutSpaces_RoundTrips()
    {
        var text = new string('x', 200_000) + string.Concat(Enumerable.Repeat("\U0001F600", 1000));

        Assert.Equal(text, Tokenizer.Decode(Tokenizer.Encode(text)));
    }

    [Fact]
    public void Encode_FromSeveralThreads_GivesTheSameTokens()
    {
        var tokenizer = ByteBpeTokenizer.Train(Corpus, 320);
        string[] texts = [.. Enumerable.Range(0, 2_000).Select(static i => $"the cat {i % 97} sat on mat {i}, didn't it?")];
        var expected = texts.Select(Tokenizer.Encode).ToArray();
        var actual = new int[texts.Length][];

        Parallel.For(0, texts.Length, i => actual[i] = tokenizer.Encode(texts[i]));

        Assert.Equal(expected, actual);
    }

    [Theory]
    [InlineData("The cat didn't, DIDN'T; it’s 'tis", "The| cat| didn|'t|,| DIDN|'T|;| it|’s| '|tis")]
    [InlineData("a  b\n\n  c \n d ", "a| | b|\n\n | c| \n| d| ")]
    [InlineData("In 2024: 1234567!!! $5", "In| 202|4|:| 123|456|7|!!!| $|5")]
    [InlineData("日本語。\U0001F600x", "日本語|。\U0001F600|x")]
    public void End_Text_CutsAsTheRulesSay(string text, string expected)
    {
        var pieces = new List<string>();
        for (int start = 0, end; start < text.Length; start = end)
        {
            end = PreTokenizer.End(text, start);
            pieces.Add(text[start..end]);
        }

        Assert.Equal(expected.Split('|'), pieces);
    }
}
