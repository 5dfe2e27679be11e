namespace PreferenceFlow.Training.Rewards;

/// <summary>Breaks a text the way a poor edit would: words lost, doubled, moved, cut or replaced by strange ones.</summary>
/// <param name="vocabulary">Words that replace others.</param>
internal sealed class TextDamage(IReadOnlyList<string> vocabulary)
{
    /// <summary>A damaged copy with one to three faults, or null when the text has fewer than three words or the faults cancel out.</summary>
    public string? Damage(string text, Random random)
    {
        var whole = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (whole.Length < 3)
            return null;
        var words = whole.ToList();
        for (var faults = random.Next(1, Math.Min(4, words.Count)); faults > 0; faults--)
        {
            var at = random.Next(words.Count);
            switch (random.Next(5))
            {
                case 0 when words.Count > 2:
                    words.RemoveAt(at);
                    break;
                case 1:
                    words.Insert(at, words[at]);
                    break;
                case 2:
                    var other = random.Next(words.Count);
                    (words[at], words[other]) = (words[other], words[at]);
                    break;
                case 3 when words[at].Length > 3:
                    var cut = random.Next(1, words[at].Length - 1);
                    words[at] = words[at].Remove(cut, random.Next(1, words[at].Length - cut));
                    break;
                default:
                    words[at] = vocabulary[random.Next(vocabulary.Count)];
                    break;
            }
        }

        return words.SequenceEqual(whole) ? null : string.Join(' ', words);
    }
}
