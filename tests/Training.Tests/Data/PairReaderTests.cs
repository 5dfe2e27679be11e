using System.Text;
using PreferenceFlow.Training.Data;

namespace PreferenceFlow.Training.Tests.Data;

public sealed class PairReaderTests
{
    private static PairFile Read(string text, BadLinePolicy policy = BadLinePolicy.Continue) => Read(Encoding.UTF8.GetBytes(text), policy);

    private static PairFile Read(byte[] bytes, BadLinePolicy policy = BadLinePolicy.Continue, int longest = PairReader.LongestLine) =>
        PairReader.Read(new MemoryStream(bytes), "pairs.jsonl", policy, longest);

    private static PreferencePair One(string line)
    {
        var file = Read(line);
        Assert.Empty(file.BadLines);
        return Assert.Single(file.Pairs);
    }

    [Fact]
    public void Read_PlainPair_KeepsTheRoles()
    {
        var pair = One("""{"prompt":"p","chosen":"good","rejected":"bad"}""");

        Assert.Equal(new PreferencePair { Prompt = "p", Chosen = "good", Rejected = "bad", Line = 1 }, pair);
    }

    [Fact]
    public void Read_OptionalFields_AreKept()
    {
        var pair = One(
            """{"chosen":"good","rejected":"bad","margin":0.5,"annotator":7,"objective":"helpful","weight":2,"split":"dev","other":[1]}""");

        Assert.Equal(
            (0.5, "7", "helpful", 2.0, "dev", 1),
            (pair.Margin, pair.Annotator, pair.Objective, pair.Weight, pair.Split, pair.Line));
    }

    [Fact]
    public void Read_SeveralChosen_GivesAPairForEach()
    {
        var pairs = Read("""{"rejected":"bad","chosen":["good","better"]}""").Pairs;

        Assert.Equal(["good", "better"], pairs.Select(static p => p.Chosen));
        Assert.All(pairs, static p => Assert.Equal("bad", p.Rejected));
    }

    [Theory]
    [InlineData("""{"prompt":[{"role":"user","content":"Hi"}],"chosen":"good","rejected":"bad"}""", "Hi")]
    [InlineData("""{"prompt":[{"role":"system","content":"Be kind."},{"role":"user","content":"Hi"}],"chosen":"good","rejected":"bad"}""", "System: Be kind.\n\nUser: Hi")]
    [InlineData("""{"prompt":[{"role":"user","content":[{"type":"text","text":"H"},{"type":"text","text":"i"}]}],"chosen":"good","rejected":"bad"}""", "Hi")]
    [InlineData("""{"prompt":"Hi","chosen":[{"role":"assistant","content":"good"}],"rejected":[{"role":"assistant","content":"bad"}]}""", "Hi")]
    [InlineData("""{"chosen":[{"role":"user","content":"Hi"},{"role":"assistant","content":"good"}],"rejected":[{"role":"user","content":"Hi"},{"role":"assistant","content":"bad"}]}""", "Hi")]
    [InlineData("""{"prompt":"Hi","chosen":[{"role":"user","content":"Hi"},{"role":"assistant","content":"good"}],"rejected":"bad"}""", "Hi")]
    [InlineData("""{"prompt":"Hi","chosen":[[{"role":"assistant","content":"good"}]],"rejected":"bad"}""", "Hi")]
    [InlineData("""{"input":{"messages":[{"role":"user","content":"Hi"}]},"preferred_output":[{"role":"assistant","content":"good"}],"non_preferred_output":[{"role":"assistant","content":"bad"}]}""", "Hi")]
    [InlineData("""{"chosen":"\n\nHuman: Hi\n\nAssistant: good","rejected":"\n\nHuman: Hi\n\nAssistant: bad"}""", "Hi")]
    [InlineData("""{"chosen":"\n\nHuman: A\n\nAssistant: B\n\nHuman: C\n\nAssistant: good","rejected":"\n\nHuman: A\n\nAssistant: B\n\nHuman: C\n\nAssistant: bad"}""", "User: A\n\nAssistant: B\n\nUser: C")]
    [InlineData("""{"prompt":"\n\nHuman: Hi\n\nAssistant:","chosen":"good","rejected":"bad"}""", "Hi")]
    public void Read_EachForm_GivesPromptAndAnswers(string line, string prompt)
    {
        var pair = One(line);

        Assert.Equal((prompt, "good", "bad"), (pair.Prompt, pair.Chosen, pair.Rejected));
    }

    [Theory]
    [InlineData("""{"chosen":"good"}""", "field 'rejected': expected a text, messages, or an array of these, found nothing")]
    [InlineData("""{"rejected":"bad","chosen":null}""", "field 'chosen'")]
    [InlineData("""{"rejected":"bad","chosen":5}""", "field 'chosen': expected a text, messages, or an array of these, found the number 5")]
    [InlineData("""{"rejected":"bad","chosen":[]}""", "found an empty array")]
    [InlineData("""{"rejected":"bad","chosen":["good",5]}""", "field 'chosen[1]'")]
    [InlineData("""{"rejected":"bad","chosen":" "}""", "field 'chosen': expected text, found an empty one")]
    [InlineData("""{"rejected":"","chosen":"good"}""", "field 'rejected': expected text, found an empty one")]
    [InlineData("""{"rejected":"same","chosen":"same"}""", "field 'chosen': expected another text than 'rejected', found the same")]
    [InlineData("""{"prompt":5,"rejected":"bad","chosen":"good"}""", "field 'prompt': expected a text or messages")]
    [InlineData("""{"prompt":[{"content":"x"}],"rejected":"bad","chosen":"good"}""", "field 'prompt[0].role': expected a text, found nothing")]
    [InlineData("""{"prompt":[{"role":"user","content":[{"type":"image_url"}]}],"rejected":"bad","chosen":"good"}""", "field 'prompt[0].content[0]': expected a text part")]
    [InlineData("""{"chosen":[{"role":"user","content":"Hi"}],"rejected":"bad"}""", "field 'chosen': expected an assistant's turn at the end, found one of 'user'")]
    [InlineData("""{"preferred_output":[{"role":"assistant","content":"good"}],"non_preferred_output":[{"role":"assistant","content":"bad"}]}""", "field 'input'")]
    [InlineData("""{"chosen":"\n\nHuman: A\n\nAssistant: good","rejected":"\n\nHuman: B\n\nAssistant: bad"}""", "field 'rejected': expected the same turns")]
    [InlineData("""{"rejected":"bad","chosen":"good","margin":"big"}""", "field 'margin': expected a number, found a text")]
    [InlineData("""{"rejected":"bad","chosen":"good","weight":0}""", "field 'weight': expected a number above 0, found the number 0")]
    [InlineData("""{"rejected":"bad","chosen":"good","annotator":{}}""", "field 'annotator': expected a text, found an object")]
    [InlineData("""{"rejected":"bad","chosen":"\ud800"}""", "field 'chosen': expected valid Unicode")]
    [InlineData("""["good","bad"]""", "expected a JSON object, found an array")]
    [InlineData("""{"chosen":"good","rejected":""", "not valid JSON")]
    public void Read_BadLine_SaysFieldAndExpectation(string line, string reason)
    {
        var file = Read("{\"chosen\":\"a\",\"rejected\":\"b\"}\n" + line + "\n{\"chosen\":\"c\",\"rejected\":\"d\"}\n");

        var bad = Assert.Single(file.BadLines);
        Assert.Equal(2, bad.Number);
        Assert.Contains(reason, bad.Reason, StringComparison.Ordinal);
        Assert.Equal([1, 3], file.Pairs.Select(static p => p.Line));
        Assert.Equal(3, file.Lines);
    }

    [Fact]
    public void Read_OneOfSeveralChosenIsTheSame_ReportsItAndKeepsTheOther()
    {
        var file = Read("""{"rejected":"bad","chosen":["good","bad"]}""");

        Assert.Equal("good", Assert.Single(file.Pairs).Chosen);
        Assert.Contains("'chosen[1]'", Assert.Single(file.BadLines).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_BadLineUnderStop_ThrowsWithFileLineAndField()
    {
        const string text = "{\"chosen\":\"a\",\"rejected\":\"b\"}\n\n{}";

        var error = Assert.Throws<InvalidDataException>(static () => Read(text, BadLinePolicy.Stop));

        Assert.StartsWith("pairs.jsonl, line 3: field 'chosen'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_MissingFile_Throws() =>
        Assert.Throws<FileNotFoundException>(static () => PairReader.Read("/nowhere.jsonl", BadLinePolicy.Continue));

    [Fact]
    public void Read_Empty_GivesNothing()
    {
        var file = Read("");

        Assert.Empty(file.Pairs);
        Assert.Empty(file.BadLines);
        Assert.Equal(0, file.Lines);
    }
}
