using PreferenceFlow.Training.Data;

namespace PreferenceFlow.Training.Tests;

/// <summary>Template sentences under three rules that a tiny flow can learn: "bad" is "good", no "basically", and "please".</summary>
internal static class TinyPairs
{
    public static readonly string[] Things =
        ["report", "order", "parcel", "answer", "invoice", "meeting", "garden", "printer", "ticket", "letter", "room", "coffee"];

    private static readonly string[] s_places =
        ["today", "in the office", "at home", "this week", "on the ship", "near the lake", "for the team", "as we said"];

    private static readonly string[] s_starts = ["The", "This", "Our", "My"];
    private static readonly string[] s_states = ["late", "new", "old", "here", "lost"];

    /// <summary>Distinct pairs, the same for the same seed; every sixth has a prompt.</summary>
    public static List<PreferencePair> Make(int count, int seed = 1)
    {
        var random = new Random(seed);
        var pairs = new Dictionary<(string, string), PreferencePair>();
        while (pairs.Count < count)
        {
            var (thing, place) = (Pick(Things, random), Pick(s_places, random));
            var (rejected, chosen) = random.Next(3) switch
            {
                0 => Draw($"{Pick(s_starts, random)} {thing} is |bad|good| {place}."),
                1 => Draw($"{Pick(s_starts, random)} {thing} is |basically ||{Pick(s_states, random)} {place}."),
                _ => Draw($"You can ||please |send the {thing} {place}."),
            };
            var prompt = pairs.Count % 6 == 5 ? $"What about the {thing} {Pick(s_places, random)}?" : "";
            pairs.TryAdd((prompt, rejected), new() { Prompt = prompt, Rejected = rejected, Chosen = chosen });
        }

        return [.. pairs.Values];
    }

    /// <summary>The same pairs with the arrow turned.</summary>
    public static List<PreferencePair> Flip(IEnumerable<PreferencePair> pairs) =>
        [.. pairs.Select(p => p with { Chosen = p.Rejected, Rejected = p.Chosen })];

    // "before|rejected|chosen|after"
    private static (string Rejected, string Chosen) Draw(string template)
    {
        var parts = template.Split('|');
        return (parts[0] + parts[1] + parts[3], parts[0] + parts[2] + parts[3]);
    }

    private static string Pick(string[] words, Random random) => words[random.Next(words.Length)];
}
