using System.Text.RegularExpressions;

namespace PreferenceFlow.FlowModel.Text;

/// <summary>
/// What an edit must keep, as patterns; of an alternation the first kind that fits at a place wins. Every repetition that hostile
/// text could drive is bounded or atomic, so that the search stays linear in the text.
/// </summary>
internal static partial class ProtectedPatterns
{
    private const string InlineCode = @"(?<!`)(?<tick>`{1,3})(?!`)(?s:.{1,1000}?)(?<!`)\k<tick>(?!`)";
    private const string Math = @"\\\((?s:.{1,300}?)\\\)";

    private const string Url = @"(?<!\w)(?:(?:https?|ftps?|wss?|file)://|mailto:|www\.)[^\s<>""“”]{0,2000}[^\s<>""“”.,;:!?'’)\]}*_]";
    private const string BareDomain =
        @"(?<![\w@.\-])(?:[A-Za-z0-9\-]{1,63}\.){1,5}(?:com|org|net|io|dev|gov|edu|info|app|ai|co\.uk|de|fr)\b"
        + @"(?:/[^\s<>""“”]{0,1000}[^\s<>""“”.,;:!?'’)\]}*_])?";
    private const string Email = @"(?<![\w.+\-])[\w.+\-]{1,64}@[A-Za-z0-9\-]{1,63}(?:\.[A-Za-z0-9\-]{1,63}){1,5}";
    private const string LinkTarget = @"(?<=\])\([^()\s]{1,1000}(?:\s""[^""\n]{0,200}"")?\)";

    // Quotes on one line. A straight quote opens after white space or an opening bracket and closes after a visible character,
    // so that inches and stray quotes do not pair up.
    private const string Quoted =
        @"“[^“”\n]{1,1000}”|«[^«»\n]{1,1000}»|(?<![^\s(\[{:,>""*_—–\-])""(?=[^\s""])[^""\n]{0,999}(?<=\S)""(?!\w)";

    private const string Braces = @"\{\{[^{}\n]{1,80}\}\}|\$?\{[^{}\n]{1,80}\}";
    private const string Angles = @"</?[A-Za-z][^<>\n]{0,200}>|<!--(?s:.{0,1000}?)-->";
    private const string Brackets = @"\[[^\[\]\n]{1,80}\](?!\()";
    private const string Format = @"(?<![\w%])%(?:\d{0,4}(?:\.\d{1,3})?[sdifxXeEgGuc@]\b|\([A-Za-z_]\w{0,40}\)[sdf])";
    private const string Variable = @"(?<!\w)(?:\$[A-Z_][A-Z0-9_]{0,60}|%[A-Z_][A-Z0-9_]{1,60}%)(?!\w)";

    private const string Mention = @"(?<![\w@])@[A-Za-z_][\w.\-]{0,60}\w|(?<![\w#&])#[A-Za-z_]\w{0,60}";

    private const string Month =
        @"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
        + @"|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)";
    private const string Date =
        @"(?<!\w)(?:\d{1,2}(?:st|nd|rd|th)?\s(?:of\s)?" + Month + @"\b(?:\.?,?\s\d{4}\b)?|"
        + Month + @"\.?\s\d{1,2}(?:st|nd|rd|th)?\b(?:,?\s\d{4}\b)?)";

    // Any word, with its currency sign and unit; only those with a digit count, which the caller checks. Atomic, so that no word is
    // tried at two lengths.
    private const string Word = @"(?<!\w)(?:[$€£¥#№±~]\s?|[+\-−])?(?>\w+(?:(?:[._\-–]|(?<=\d)[,:/×']|/(?=\d))\w+)*)";
    private const string Unit =
        @"(?:(?<=\d[kKmM]?)(?:\s?(?:%|‰|°[CF]?)|\s(?:percent|kg|mg|g|lbs?|oz|km|cm|mm|m|mi|miles?|ft|feet|ml|l|[kKMGT]i?B|[kMG]?Hz"
        + @"|ms|s|sec(?:ond)?s?|min(?:ute)?s?|h|hrs?|hours?|days?|weeks?|months?|years?|[ap]m|[ap]\.m\.|AM|PM"
        + @"|USD|EUR|GBP|dollars?|euros?|pounds?|cents?|px|k?Wh?|V|mph|km/h))(?!\w))?";

    /// <summary>What begins with a mark. All alternatives do, so that the search leaps from one such mark to the next.</summary>
    [GeneratedRegex(
        InlineCode + "|" + Math + "|" + LinkTarget + "|" + Quoted + "|" + Braces + "|" + Angles + "|" + Brackets + "|" + Format
        + "|" + Variable + "|" + Mention,
        RegexOptions.CultureInvariant)]
    public static partial Regex Marked { get; }

    /// <summary>What begins with a letter or digit, to be searched between the marked spans; and each other word too.</summary>
    [GeneratedRegex(Url + "|" + Email + "|" + BareDomain + "|" + Date + "|" + Word + Unit, RegexOptions.CultureInvariant)]
    public static partial Regex Worded { get; }

    /// <summary>A digit between lower-case letters is spelling ("sh1t"), not a fact as in "B2B", "4k" and "v2".</summary>
    [GeneratedRegex(@"^[a-z]+\d+[a-z]+$", RegexOptions.CultureInvariant)]
    public static partial Regex DisguisedWord { get; }

    /// <summary>Tells an address among the matches of <see cref="Worded"/>.</summary>
    [GeneratedRegex(Url + "|" + Email + "|" + BareDomain, RegexOptions.CultureInvariant)]
    public static partial Regex Address { get; }
}
