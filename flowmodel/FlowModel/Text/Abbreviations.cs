namespace PreferenceFlow.FlowModel.Text;

/// <summary>Words whose full stop does not end a sentence. Where a lower-case word follows, no list is needed.</summary>
internal static class Abbreviations
{
    private static readonly HashSet<string> BeforeName = new(StringComparer.OrdinalIgnoreCase)
    {
        "mr", "mrs", "ms", "mx", "dr", "prof", "st", "mt", "rev", "fr", "hon", "gen", "col", "maj", "capt", "cpt", "lt", "sgt",
        "sen", "rep", "gov", "pres", "messrs", "mme", "mlle", "vs", "cf", "viz", "al", "approx", "ca", "esp", "incl", "resp",
        "e.g", "eg", "i.e", "ie", "a.k.a", "u.s", "u.k", "u.n",
    };

    private static readonly HashSet<string> BeforeNumber = new(StringComparer.OrdinalIgnoreCase)
    {
        "no", "nos", "nr", "fig", "figs", "eq", "eqs", "p", "pp", "vol", "vols", "ch", "chap", "sec", "sect", "art",
        "tab", "ver", "v", "ex", "tel", "ext",
        "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec",
    };

    /// <summary>True when a full stop after this word does not end the sentence.</summary>
    /// <param name="word">The word before the full stop, inner full stops included.</param>
    /// <param name="next">The first visible character after it.</param>
    public static bool Contains(ReadOnlySpan<char> word, char next) =>
        (word.Length == 1 && char.IsUpper(word[0]) && word[0] != 'I') // an initial; "I" is a word more often
        || BeforeName.GetAlternateLookup<ReadOnlySpan<char>>().Contains(word)
        || (char.IsDigit(next) && BeforeNumber.GetAlternateLookup<ReadOnlySpan<char>>().Contains(word));
}
