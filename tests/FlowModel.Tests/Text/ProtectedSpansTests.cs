using PreferenceFlow.FlowModel.Text;

namespace PreferenceFlow.FlowModel.Tests.Text;

public sealed class ProtectedSpansTests
{
    [Theory]
    [InlineData("Run `git push --force` now", "`git push --force`")]
    [InlineData("Run ``a ` b`` now", "``a ` b``")]
    [InlineData("See https://x.org/a?b=c#d, please.", "https://x.org/a?b=c#d")]
    [InlineData("(see www.example.com/path)", "www.example.com/path")]
    [InlineData("at example.com/help.", "example.com/help")]
    [InlineData("Write to jo.doe+x@mail.example.org.", "jo.doe+x@mail.example.org")]
    [InlineData("Your order AB-1234 is here", "AB-1234")]
    [InlineData("It costs $12.50 today", "$12.50")]
    [InlineData("It costs 1,234.50 EUR today", "1,234.50 EUR")]
    [InlineData("Within 24 hours", "24 hours")]
    [InlineData("about 5% more", "5%")]
    [InlineData("at 10:30 a.m. sharp", "10:30 a.m.")]
    [InlineData("on 2025-05-06, then", "2025-05-06")]
    [InlineData("on 12/05/2024.", "12/05/2024")]
    [InlineData("on March 5, 2024 we", "March 5, 2024")]
    [InlineData("on 5th of May we", "5th of May")]
    [InlineData("with v1.2.3 now", "v1.2.3")]
    [InlineData("It grew to -3.5 °C.", "-3.5 °C")]
    [InlineData("She said \"come in\" twice", "\"come in\"")]
    [InlineData("She said “come in” twice", "“come in”")]
    [InlineData("Dear {name},", "{name}")]
    [InlineData("Dear {{first name}},", "{{first name}}")]
    [InlineData("Dear <customer_name>,", "<customer_name>")]
    [InlineData("Got %s back", "%s")]
    [InlineData("Open [LINK] now", "[LINK]")]
    [InlineData("Set $HOME first", "$HOME")]
    [InlineData("Set ${HOME} first", "${HOME}")]
    [InlineData("Ask @support.team today", "@support.team")]
    [InlineData("Tagged #urgent today", "#urgent")]
    [InlineData("Read [the guide](https://x.org/a) now", "(https://x.org/a)")]
    [InlineData("so \\(x + y\\) holds", "\\(x + y\\)")]
    public void Find_ProtectedText_IsTheOneSpan(string text, string expected)
    {
        var spans = ProtectedSpans.Find(text);

        Assert.Equal([expected], spans.Select(span => span.Of(text)));
    }

    [Theory]
    [InlineData("It's the user's own, isn't it?")]
    [InlineData("what a piece of sh1t")]
    [InlineData("a well-known and/or e.g. state-of-the-art thing")]
    [InlineData("He is 'very' happy; that's all")]
    [InlineData("a < b and c > d, $hit happens")]
    [InlineData("an unclosed \" quote")]
    public void Find_OrdinaryText_GivesNothing(string text) => Assert.Empty(ProtectedSpans.Find(text));

    [Fact]
    public void Find_SeveralKinds_GivesThemInOrder()
    {
        const string text = "Order AB-1 (\"big one\") ships to {city} in 3 days: https://x.org.";

        Assert.Equal(["AB-1", "\"big one\"", "{city}", "3 days", "https://x.org"], ProtectedSpans.Find(text).Select(span => span.Of(text)));
    }

    [Fact]
    public void Find_AnyText_GivesOrderedSpansWithin() => AnyText.Check(static text =>
    {
        var end = 0;
        foreach (var span in ProtectedSpans.Find(text))
        {
            if (span.Start < end || span.Length < 1 || span.End > text.Length)
                return false;
            end = span.End;
        }

        return true;
    });

    [Theory]
    [InlineData("It is 5 kg, really.", "It is 5 kg.", true)]
    [InlineData("On 18 July!", "On 18 July.", true)]
    [InlineData("It is 5 kg.", "It is 6 kg.", false)]
    [InlineData("Pay $5, then $6.", "Pay $6, then $5.", false)]
    [InlineData("Pay $5.", "Pay.", false)]
    [InlineData("Pay.", "Pay $5.", false)]
    [InlineData("Run `a` you fool", "Run `a`", true)]
    public void Kept_Edit_ComparesProtectedTexts(string original, string edited, bool expected) =>
        Assert.Equal(expected, ProtectedSpans.Kept(original, edited));

    [Theory]
    [InlineData('`')]
    [InlineData('"')]
    [InlineData('[')]
    [InlineData('<')]
    [InlineData('{')]
    [InlineData('a')]
    [InlineData('1')]
    [InlineData('@')]
    [InlineData('.')]
    public void Find_LongRunOfOneCharacter_Ends(char character) =>
        Assert.True(ProtectedSpans.Find(new string(character, 100_000)).Count <= 100_000);
}
