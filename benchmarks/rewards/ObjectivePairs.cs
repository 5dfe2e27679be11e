using System.IO.Compression;
using System.Text.Json;
using PreferenceFlow.Training.Data;

namespace PreferenceFlow.RewardBenchmark;

/// <summary>Four public sets of pairs as four objectives; the prompt of a pair is what is dealt to training or test as a whole.</summary>
internal static class ObjectivePairs
{
    /// <param name="data">Folder with <c>replay</c>, <c>pairs</c> and <c>votes</c>.</param>
    public static List<PreferencePair> Read(DirectoryInfo data)
    {
        FileInfo File(string name) => new(Path.Combine(data.FullName, name));
        return [.. Judged(File("replay/judged.jsonl.gz")), .. Harmless(File("pairs/hh_harmless.jsonl.gz")),
            .. Convincing(File("votes/ukpconvarg.jsonl.gz")), .. Answering(File("votes/qa_feedback.jsonl.gz"))];
    }

    private static IEnumerable<PreferencePair> Judged(FileInfo file)
    {
        var (training, test) = JudgedPrompt.Read(file);
        var random = new Random(3);
        return training.Concat(test).SelectMany(prompt => prompt.Pairs(4, random)
            .Select(p => Pair("judged", prompt.Prompt, p.Chosen.Text, p.Rejected.Text)));
    }

    private static IEnumerable<PreferencePair> Harmless(FileInfo file) =>
        PairReader.Read(file.FullName, BadLinePolicy.Continue).Pairs.Select(p => p with { Objective = "harmless" });

    /// <summary>Arguments by topic: a topic is a prompt.</summary>
    private static IEnumerable<PreferencePair> Convincing(FileInfo file) =>
        from line in Lines(file)
        let gold = line.GetProperty("gold").GetString()
        where gold is "a1" or "a2"
        select Pair(
            "convincing", $"{line.GetProperty("topic").GetString()} {line.GetProperty("stance").GetString()}",
            line.GetProperty(gold).GetString()!, line.GetProperty(gold == "a1" ? "a2" : "a1").GetString()!);

    private static IEnumerable<PreferencePair> Answering(FileInfo file)
    {
        (int First, int Second)[] order = [(0, 1), (0, 2), (0, 3), (1, 2), (1, 3), (2, 3)];
        return from line in Lines(file)
               let answers = line.GetProperty("predictions").EnumerateArray().Select(a => a.GetString()!).ToArray()
               let preferences = line.GetProperty("preference").EnumerateArray().Select(p => p.GetInt32())
               from pair in order.Zip(preferences)
               where pair.Second != 0
               let better = pair.Second == 1 ? pair.First : (pair.First.Second, pair.First.First)
               select Pair("answering", line.GetProperty("question").GetString()!, answers[better.Item1], answers[better.Item2]);
    }

    private static IEnumerable<JsonElement> Lines(FileInfo file)
    {
        using var lines = new StreamReader(new GZipStream(file.OpenRead(), CompressionMode.Decompress));
        while (lines.ReadLine() is { } line)
            yield return JsonSerializer.Deserialize<JsonElement>(line);
    }

    private static PreferencePair Pair(string objective, string prompt, string chosen, string rejected) =>
        new() { Objective = objective, Prompt = prompt, Chosen = chosen, Rejected = rejected };
}
