using PreferenceFlow.FlowModel.Encoding.Tokenizers;

namespace PreferenceFlow.FlowModel.Tests.Encoding.Tokenizers;

/// <summary>Some lines of Unicode's own NormalizationTest.txt: source, NFC, NFD, NFKC, NFKD.</summary>
public sealed class UnicodeFormsTests
{
    [Theory]
    [InlineData("\u1E0A", "\u1E0A", "D\u0307", "\u1E0A", "D\u0307")]
    [InlineData("\u1E0A\u0323", "\u1E0C\u0307", "D\u0323\u0307", "\u1E0C\u0307", "D\u0323\u0307")]
    [InlineData("\u212B", "\u00C5", "A\u030A", "\u00C5", "A\u030A")]
    [InlineData("\uFB01", "\uFB01", "\uFB01", "fi", "fi")]
    [InlineData("\uAC01", "\uAC01", "\u1100\u1161\u11A8", "\uAC01", "\u1100\u1161\u11A8")]
    [InlineData("\u1100\u1161\u11A7", "\uAC00\u11A7", "\u1100\u1161\u11A7", "\uAC00\u11A7", "\u1100\u1161\u11A7")]
    [InlineData("\u0958", "\u0915\u093C", "\u0915\u093C", "\u0915\u093C", "\u0915\u093C")]
    [InlineData("\u0344", "\u0308\u0301", "\u0308\u0301", "\u0308\u0301", "\u0308\u0301")]
    [InlineData("a\u0315\u0300\u05AE\u0300b", "\u00E0\u05AE\u0300\u0315b", "a\u05AE\u0300\u0300\u0315b", "\u00E0\u05AE\u0300\u0315b", "a\u05AE\u0300\u0300\u0315b")]
    [InlineData("\uD834\uDD5E", "\uD834\uDD57\uD834\uDD65", "\uD834\uDD57\uD834\uDD65", "\uD834\uDD57\uD834\uDD65", "\uD834\uDD57\uD834\uDD65")]
    [InlineData("\uFDFA", "\uFDFA", "\uFDFA", "صلى الله عليه وسلم", "صلى الله عليه وسلم")]
    [InlineData("plain", "plain", "plain", "plain", "plain")]
    public void Forms_OfficialCases_AreTheOfficialOnes(string source, string nfc, string nfd, string nfkc, string nfkd)
    {
        Assert.Equal(nfc, UnicodeForms.Nfc(source));
        Assert.Equal(nfd, UnicodeForms.Nfd(source));
        Assert.Equal(nfkc, UnicodeForms.Nfkc(source));
        Assert.Equal(nfkd, UnicodeForms.Nfkd(source));
    }
}
