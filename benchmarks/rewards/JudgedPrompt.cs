using System.IO.Compression;
using System.Text.Json;
using PreferenceFlow.Training.Data;

namespace PreferenceFlow.RewardBenchmark;

/// <summary>A prompt with answers of many models, and what a judge said of each.</summary>
/// <param name="Prompt">The prompt.</param>
/// <param name="Candidates">Its answers, at least two.</param>
internal sealed record JudgedPrompt(string Prompt, IReadOnlyList<JudgedAnswer> Candidates)
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web);

    /// <summary>Least difference of the judge for two answers to make a pair.</summary>
    public const double LeastDifference = 0.1;

    /// <summary>Reads <c>judged.jsonl.gz</c> and deals the prompts, one in five to the test.</summary>
    public static (List<JudgedPrompt> Training, List<JudgedPrompt> Test) Read(FileInfo file)
    {
        using var lines = new StreamReader(new GZipStream(file.OpenRead(), CompressionMode.Decompress));
        var prompts = new List<JudgedPrompt>();
        while (lines.ReadLine() is { } line)
            prompts.Add(JsonSerializer.Deserialize<JudgedPrompt>(line, s_json)!);
        var shuffled = prompts.ToArray();
        new Random(20).Shuffle(shuffled);
        return ([.. shuffled[(shuffled.Length / 5)..]], [.. shuffled[..(shuffled.Length / 5)]]);
    }

    /// <summary>Pairs that the judge tells apart, the preferred one first, drawn without replacement.</summary>
    /// <param name="most">Most pairs drawn.</param>
    /// <param name="random">What is drawn.</param>
    public IEnumerable<(JudgedAnswer Chosen, JudgedAnswer Rejected)> Pairs(int most, Random random)
    {
        var pairs = Candidates.SelectMany(a => Candidates.Where(b => a.Judge - b.Judge >= LeastDifference).Select(b => (a, b))).ToArray();
        random.Shuffle(pairs);
        return pairs.Take(most);
    }

    /// <summary>All pairs that the judge tells apart, the better one first, by their places among the candidates.</summary>
    public IEnumerable<(int Better, int Worse)> Places() =>
        from i in Enumerable.Range(0, Candidates.Count)
        from j in Enumerable.Range(0, Candidates.Count)
        where Candidates[i].Judge - Candidates[j].Judge >= LeastDifference
        select (i, j);

    /// <summary>All pairs to learn from; each prompt weighs the same.</summary>
    public IEnumerable<PreferencePair> ToTraining()
    {
        var places = Places().ToList();
        return places.Select(p => new PreferencePair
        {
            Prompt = Prompt, Chosen = Candidates[p.Better].Text, Rejected = Candidates[p.Worse].Text,
            Margin = Candidates[p.Better].Judge - Candidates[p.Worse].Judge, Weight = 1.0 / places.Count,
        });
    }
}

/// <summary>One answer.</summary>
/// <param name="Model">Who wrote it.</param>
/// <param name="Text">The answer.</param>
/// <param name="Judge">The judge's probability that it beats a fixed one, 0 to 1.</param>
internal sealed record JudgedAnswer(string Model, string Text, double Judge);
