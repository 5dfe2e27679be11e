using System.CommandLine;
using PreferenceFlow.Training.Data;

namespace PreferenceFlow.RewardBenchmark;

/// <summary>Trains on pairs that people compared and ranks those of other prompts.</summary>
internal static class HumanPairsCommand
{
    public static Command Create()
    {
        var data = new Argument<DirectoryInfo>("data") { Description = "The folder with pairs/ and votes/." };
        var json = ResultsFile.Option("rewards");
        var command = new Command("human-pairs", "Ranking pairs that people compared.") { data, json };
        command.SetAction((parsed, cancellationToken) =>
        {
            var folder = parsed.GetValue(data)!.FullName;
            var harmless = PairReader.Read(Path.Combine(folder, "pairs/hh_harmless.jsonl.gz"), BadLinePolicy.Continue).Pairs;
            var arguments = Votes.Arguments(Path.Combine(folder, "votes/ukpconvarg.jsonl.gz"));
            var (questions, judged) = Votes.Questions(Path.Combine(folder, "votes/qa_feedback.jsonl.gz"));
            Measure("hh_harmless", new(harmless, PairSplit.Source));
            Measure("ukpconvarg", new(arguments, Votes.Topic) { Judgements = Votes.Workers });
            Measure("qa_feedback", new(questions, PairSplit.Source) { Judged = judged });
            return Task.FromResult(0);

            void Measure(string name, CrossValidation validation)
            {
                var figures = validation.Measure(cancellationToken);
                var shown = figures.Where(f => f.Key != "reliability").Select(f => $"{f.Key} {f.Value}");
                Console.WriteLine($"{name}: {string.Join(", ", shown)}");
                ResultsFile.Merge(parsed.GetValue(json)!, new Dictionary<string, object> { [name] = figures });
            }
        });
        return command;
    }
}
