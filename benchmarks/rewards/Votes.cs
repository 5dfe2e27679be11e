using System.IO.Compression;
using System.Text.Json;
using PreferenceFlow.Training.Data;

namespace PreferenceFlow.RewardBenchmark;

/// <summary>Sets in which several people compared the same two texts.</summary>
internal static class Votes
{
    /// <summary>Most workers that compared two arguments; four at least did.</summary>
    public const int Workers = 5;

    private const int Answers = 4;

    /// <summary>Pairs of arguments on one topic, with the share of the workers who found the chosen one more convincing.</summary>
    public static List<PreferencePair> Arguments(string path) => [.. Lines(path).Where(l => l.GetProperty("gold").GetString() is "a1" or "a2").Select(line =>
    {
        var (better, worse) = line.GetProperty("gold").GetString() == "a1" ? ("a1", "a2") : ("a2", "a1");
        var votes = line.GetProperty("votes").EnumerateArray().Select(v => v.GetProperty("v").GetString()).ToList();
        var agreement = votes.Average(v => v == better ? 1 : v == worse ? 0 : 0.5);
        return new PreferencePair
        {
            Prompt = $"{line.GetProperty("topic").GetString()}\n{line.GetProperty("stance").GetString()}",
            Chosen = line.GetProperty(better).GetString()!, Rejected = line.GetProperty(worse).GetString()!,
            Agreement = Math.Max(0.5, agreement),
        };
    })];

    /// <summary>The topic of a pair of arguments, whatever the stance.</summary>
    public static string Topic(PreferencePair pair) => pair.Prompt.Split('\n')[0];

    /// <summary>Answers to questions: the pairs without a tie, and for each question what share of its comparisons each answer won.</summary>
    public static (List<PreferencePair> Pairs, List<JudgedPrompt> Judged) Questions(string path)
    {
        var (pairs, judged) = (new List<PreferencePair>(), new List<JudgedPrompt>());
        foreach (var line in Lines(path))
        {
            var prompt = line.GetProperty("question").GetString()!;
            var texts = line.GetProperty("predictions").EnumerateArray().Select(t => t.GetString()!).ToArray();
            var preferences = line.GetProperty("preference").EnumerateArray().Select(p => p.GetInt32()).ToArray();
            var won = new double[Answers];
            var places = from i in Enumerable.Range(0, Answers) from j in Enumerable.Range(i + 1, Answers - i - 1) select (First: i, Second: j);
            foreach (var ((first, second), preference) in places.Zip(preferences))
            {
                var (better, worse) = preference == 2 ? (second, first) : (first, second);
                won[better] += preference == 0 ? 0.5 : 1;
                won[worse] += preference == 0 ? 0.5 : 0;
                if (preference != 0 && texts[better] != texts[worse])
                    pairs.Add(new() { Prompt = prompt, Chosen = texts[better], Rejected = texts[worse] });
            }

            judged.Add(new(prompt, [.. texts.Zip(won, (t, w) => new JudgedAnswer("", t, w / (Answers - 1)))]));
        }

        return (pairs, judged);
    }

    private static IEnumerable<JsonElement> Lines(string path)
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
        while (reader.ReadLine() is { } line)
            yield return JsonDocument.Parse(line).RootElement.Clone();
    }
}
