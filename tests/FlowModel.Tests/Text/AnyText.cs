using FsCheck;
using FsCheck.Fluent;

namespace PreferenceFlow.FlowModel.Tests.Text;

/// <summary>Random texts for property tests, with a fixed seed.</summary>
internal static class AnyText
{
    private static readonly string[] Pieces =
    [
        "a", "Z", "word", " word", "don't", "it’s", " ", "  ", "\n", "\r\n", "\t", "\n\n", ".", "...", "! ", "?\" ", ", ", "e.g. ",
        "Mr. Smith", "3.14", "1234567", "`code. here`", "```\n", "~~~\n", "    ", "- ", "1. ", "> ", "# ", "| a | b |\n", "|---|---|\n", "<br />", "<p>",
        "https://x.org/a?b=c.", "\"", "“", "”", "{name}", "%s", "AB-1234", "é", "日本語。", "\U0001F600", "\uD800", "\uDC00", "\uFFFD", "\0",
        "e\u0301", "***", "$$\n", "\\[", "\\]", "$12.50", "5 kg", "==", "[x]",
    ];

    public static Gen<string> Generator { get; } =
        Gen.Choose(0, Pieces.Length - 1).Select(static i => Pieces[i]).ListOf().Select(static pieces => string.Concat(pieces));

    /// <summary>Checks the property on random texts, the same ones in each run; throws with the text that breaks it.</summary>
    public static void Check(Func<string, bool> property) => Check(Generator, property);

    public static void Check<T>(Gen<T> generator, Func<T, bool> property)
    {
        var config = Config.QuickThrowOnFailure.WithMaxTest(500).WithReplay(new Replay(new Rnd(20250506UL, 1UL), null));
        FsCheck.Check.One(config, Prop.ForAll(Arb.From(generator), property));
    }
}
