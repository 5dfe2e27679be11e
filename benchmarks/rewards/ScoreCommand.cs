using System.CommandLine;
using System.Diagnostics;
using System.Text;
using PreferenceFlow.FlowModel.Onnx;
using PreferenceFlow.FlowModel.Rewards;

namespace PreferenceFlow.RewardBenchmark;

/// <summary>
/// What scoring 16 candidates of 1 KiB takes by an ensemble of five on one thread, encoding included: in one call, and one by one.
/// Candidates are judged answers to one unseen prompt, cut.
/// </summary>
internal static class ScoreCommand
{
    private const int Candidates = 16;
    private const int CandidateBytes = 1024;
    private const int WarmUp = 20;

    /// <summary>Few: what a call takes depends on the encoder and the sizes, not on how well the weights were learnt.</summary>
    private const int TrainingSteps = 20;

    public static Command Create()
    {
        var judged = new Argument<FileInfo>("judged") { Description = "replay/judged.jsonl.gz" };
        var calls = new Option<int>("--calls") { Description = "Calls timed of either kind.", DefaultValueFactory = _ => 500 };
        var json = ResultsFile.Option("rewards");
        var command = new Command("score", "Time of scoring 16 candidates of 1 KiB.") { judged, calls, json };
        command.SetAction((parsed, cancellationToken) =>
        {
            var (training, test) = JudgedPrompt.Read(parsed.GetValue(judged)!);
            var offered = test.Select(Offer).Where(o => o.Texts.Length == Candidates).ToList();
            var trained = Rankers.TrainEnsemble(training, TrainingSteps, cancellationToken);
            using var ensemble = trained.Open(new OnnxOptions());
            var (batched, single) = Measure(ensemble, offered, parsed.GetValue(calls), cancellationToken);
            var fields = new Dictionary<string, object>
            {
                ["score_16x1kib_ms_p50"] = Milliseconds(batched, 0.5),
                ["score_16x1kib_ms_p95"] = Milliseconds(batched, 0.95),
                ["score_16x1kib_one_by_one_ms_p50"] = Milliseconds(single, 0.5),
                ["score_16x1kib_one_by_one_ms_p95"] = Milliseconds(single, 0.95),
                ["score_members"] = ensemble.Members,
                ["score_prompts"] = offered.Count,
                ["score_calls"] = batched.Count,
            };
            foreach (var (name, value) in fields)
                Console.WriteLine($"{name}: {value}");
            ResultsFile.Merge(parsed.GetValue(json)!, fields);
            return Task.FromResult(0);
        });
        return command;
    }

    /// <summary>Both ways in turn, so that what else the machine does hits them alike.</summary>
    private static (List<double> Batched, List<double> OneByOne) Measure(
        RewardEnsemble ensemble, List<(string Prompt, string[] Texts)> offered, int calls, CancellationToken cancellationToken)
    {
        var (batched, single) = (new List<double>(), new List<double>());
        for (var call = 0; call < WarmUp + calls; call++)
        {
            var (prompt, texts) = offered[call % offered.Count];
            var start = Stopwatch.GetTimestamp();
            ensemble.Score(prompt, texts, cancellationToken);
            batched.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            start = Stopwatch.GetTimestamp();
            foreach (var text in texts)
                ensemble.Score(prompt, [text], cancellationToken);
            single.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        return (batched[WarmUp..], single[WarmUp..]);
    }

    private static (string Prompt, string[] Texts) Offer(JudgedPrompt prompt) =>
        (prompt.Prompt, [.. prompt.Candidates.Select(c => Cut(c.Text)).OfType<string>().Take(Candidates)]);

    /// <summary>The beginning of a text, as many whole characters as 1 KiB of UTF-8 holds; null where it has less.</summary>
    private static string? Cut(string text)
    {
        if (Encoding.UTF8.GetByteCount(text) < CandidateBytes)
            return null;
        var (bytes, end) = (0, 0);
        foreach (var rune in text.EnumerateRunes())
        {
            if ((bytes += rune.Utf8SequenceLength) > CandidateBytes)
                break;
            end += rune.Utf16SequenceLength;
        }

        return text[..end];
    }

    private static double Milliseconds(IEnumerable<double> times, double share) => Math.Round(Quantile.Of(times, share), 3);
}
