using FsCheck;
using FsCheck.Fluent;

namespace PreferenceFlow.FlowModel.Tests.Text;

/// <summary>Random texts for property tests, with a fixed seed.</summary>
internal static class AnyText
{
    private static readonly string[] AllPieces =
    [
        "a", "Z", "word", " word", "don't", "it’s", " ", "  ", "\n", "\r\n", "\t", "\n\n", ".", "...", "! ", "?\" ", ", ", "e.g. ",
        "Mr. Smith", "3.14", "1234567", "`code. here`", "```\n", "~~~\n", "    ", "- ", "1. ", "> ", "# ",
        "| a | b |\n", "|---|---|\n", "<br />", "<p>",
        "https://x.org/a?b=c.", "\"", "“", "”", "{name}", "%s", "AB-1234", "é", "日本語。", "\U0001F600", "\uD800", "\uDC00", "\uFFFD", "\0",
        "e\u0301", "***", "$$\n", "\\[", "\\]", "$12.50", "5 kg", "==", "[x]",
    ];

    public static Gen<string> Generator { get; } = Pieces(AllPieces);

    /// <summary>Texts in which no line turns a line before it into a heading or a table.</summary>
    public static Gen<string> WithoutRules { get; } = Pieces(
        [.. AllPieces.Where(static piece => !piece.Contains('|') && !piece.Contains('='))]);

    private static Gen<string> Pieces(string[] pieces) =>
        Gen.Choose(0, pieces.Length - 1).Select(i => pieces[i]).ListOf().Select(static chosen => string.Concat(chosen));

    /// <summary>Checks the property on random texts, the same ones in each run; throws with the text that breaks it.</summary>
    public static void Check(Func<string, bool> property) => Check(Generator, property);

    public static void Check<T>(Gen<T> generator, Func<T, bool> property)
    {
        var config = Config.QuickThrowOnFailure.WithMaxTest(500).WithReplay(new Replay(new Rnd(20250506UL, 1UL), null));
        FsCheck.Check.One(config, Prop.ForAll(Arb.From(generator), property));
    }
}
