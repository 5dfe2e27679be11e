using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace PreferenceFlow.FlowModel.Encoding.Tokenizers;

/// <summary>
/// The Unicode normalisation forms (UAX #15) from tables of our own: with invariant globalisation, as the service runs,
/// <see cref="string.Normalize()"/> gives its text back as it is.
/// </summary>
internal static class UnicodeForms
{
    private const int HangulFirst = 0xAC00, HangulLast = 0xD7A3, Lead = 0x1100, Vowel = 0x1161, Trail = 0x11A7;
    private const int Vowels = 21, Trails = 28;

    private static readonly Dictionary<int, int[]> s_canonical = [], s_compatible = [];
    private static readonly Dictionary<int, byte> s_classes = [];
    private static readonly Dictionary<(int First, int Second), int> s_composed = [];

    static UnicodeForms() => Read();

    public static string Nfd(string text) => Decomposed(text, compatible: false);

    public static string Nfkd(string text) => Decomposed(text, compatible: true);

    public static string Nfc(string text) => Ascii.IsValid(text) ? text : Composed(Nfd(text));

    public static string Nfkc(string text) => Ascii.IsValid(text) ? text : Composed(Nfkd(text));

    private static string Decomposed(string text, bool compatible)
    {
        if (Ascii.IsValid(text))
            return text;
        var result = new List<int>(text.Length);
        foreach (var rune in text.EnumerateRunes())
            Decompose(rune.Value, compatible, result);
        Order(CollectionsMarshal.AsSpan(result));
        return Text(result);
    }

    private static void Decompose(int value, bool compatible, List<int> result)
    {
        if (value is >= HangulFirst and <= HangulLast)
        {
            var index = value - HangulFirst;
            result.Add(Lead + (index / (Vowels * Trails)));
            result.Add(Vowel + (index % (Vowels * Trails) / Trails));
            if (index % Trails > 0)
                result.Add(Trail + (index % Trails));
        }
        else if (s_canonical.TryGetValue(value, out var parts) || (compatible && s_compatible.TryGetValue(value, out parts)))
        {
            foreach (var part in parts)
                Decompose(part, compatible, result);
        }
        else
        {
            result.Add(value);
        }
    }

    /// <summary>Sorts each run of combining marks by class, stably.</summary>
    private static void Order(Span<int> values)
    {
        for (int start = 0, end; start < values.Length; start = end)
        {
            end = start + 1;
            while (Class(values[start]) > 0 && end < values.Length && Class(values[end]) > 0)
                end++;
            if (end - start > 1)
                values[start..end].ToArray().OrderBy(Class).ToArray().CopyTo(values[start..]);
        }
    }

    private static string Composed(string text)
    {
        var result = new List<int>(text.Length);
        var (starter, last) = (-1, -1); // place of the last starter; class of what was kept after it, -1 for nothing
        foreach (var rune in text.EnumerateRunes())
        {
            var own = Class(rune.Value);
            if (starter >= 0 && last < own && Compose(result[starter], rune.Value) is { } whole)
            {
                result[starter] = whole;
                continue;
            }

            (starter, last) = own == 0 ? (result.Count, -1) : (starter, own);
            result.Add(rune.Value);
        }

        return Text(result);
    }

    private static int? Compose(int first, int second)
    {
        if (first is >= Lead and < Lead + 19 && second is >= Vowel and < Vowel + Vowels)
            return HangulFirst + ((((first - Lead) * Vowels) + second - Vowel) * Trails);
        if (first is >= HangulFirst and <= HangulLast && (first - HangulFirst) % Trails == 0 && second is > Trail and < Trail + Trails)
            return first + second - Trail;
        return s_composed.TryGetValue((first, second), out var whole) ? whole : null;
    }

    private static byte Class(int value) => s_classes.GetValueOrDefault(value);

    private static string Text(List<int> values)
    {
        var text = new StringBuilder(values.Count);
        Span<char> units = stackalloc char[2];
        foreach (var value in values)
            text.Append(units[..new Rune(value).EncodeToUtf16(units)]);
        return text.ToString();
    }

    private static void Read()
    {
        using var stream = typeof(UnicodeForms).Assembly.GetManifestResourceStream(typeof(UnicodeForms), "normalization.txt")!;
        using var lines = new StreamReader(stream);
        while (lines.ReadLine() is { } line)
        {
            if (line[0] == '#')
                continue;
            var at = line.AsSpan().IndexOfAny("=>~:");
            if (line[at] == ':')
            {
                var dash = line.IndexOf('-', StringComparison.Ordinal);
                for (var value = Hex(line[..dash]); value <= Hex(line[(dash + 1)..at]); value++)
                    s_classes[value] = byte.Parse(line.AsSpan(at + 1), CultureInfo.InvariantCulture);
                continue;
            }

            int[] parts = [.. line[(at + 1)..].Split(' ').Select(Hex)];
            (line[at] == '~' ? s_compatible : s_canonical)[Hex(line[..at])] = parts;
            if (line[at] == '=')
                s_composed[(parts[0], parts[1])] = Hex(line[..at]);
        }
    }

    private static int Hex(string digits) => int.Parse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
