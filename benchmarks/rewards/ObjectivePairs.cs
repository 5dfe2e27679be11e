using PreferenceFlow.Training.Data;

namespace PreferenceFlow.RewardBenchmark;

/// <summary>Four public sets of pairs as four objectives; the prompt of a pair is what is dealt to training or test as a whole.</summary>
internal static class ObjectivePairs
{
    private const int PairsOfAPrompt = 4;

    /// <param name="data">Folder with <c>replay</c>, <c>pairs</c> and <c>votes</c>.</param>
    public static List<PreferencePair> Read(DirectoryInfo data)
    {
        string File(string name) => Path.Combine(data.FullName, name);
        return
        [
            .. Objective("judged", Judged(new(File("replay/judged.jsonl.gz")))),
            .. Objective("harmless", PairReader.Read(File("pairs/hh_harmless.jsonl.gz"), BadLinePolicy.Continue).Pairs),
            .. Objective("convincing", Votes.Arguments(File("votes/ukpconvarg.jsonl.gz"))),
            .. Objective("answering", Votes.Questions(File("votes/qa_feedback.jsonl.gz")).Pairs),
        ];
    }

    private static IEnumerable<PreferencePair> Objective(string name, IEnumerable<PreferencePair> pairs) =>
        pairs.Select(p => p with { Objective = name });

    private static IEnumerable<PreferencePair> Judged(FileInfo file)
    {
        var (training, test) = JudgedPrompt.Read(file);
        var random = new Random(3);
        return training.Concat(test).SelectMany(prompt => prompt.Pairs(PairsOfAPrompt, random)
            .Select(p => new PreferencePair { Prompt = prompt.Prompt, Chosen = p.Chosen.Text, Rejected = p.Rejected.Text }));
    }
}
