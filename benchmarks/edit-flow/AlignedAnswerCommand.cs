using System.CommandLine;
using System.Diagnostics;
using PreferenceFlow.FlowModel.Bundles;
using PreferenceFlow.FlowModel.Decisions;
using PreferenceFlow.Training.Data;

namespace PreferenceFlow.EditFlowBenchmark;

/// <summary>The time of one decision about an answer of 1 KiB, by stage, on one CPU thread, with the arithmetic it takes.</summary>
internal static class AlignedAnswerCommand
{
    private const int AnswerBytes = 1024;

    public static Command Create()
    {
        var pairs = new Argument<FileInfo>("pairs") { Description = "The answers are made of this file's texts: of rejected ones, and beside them of chosen ones, which want no edit." };
        var bundle = new Option<DirectoryInfo>("--bundle", "-b") { Description = "The bundle.", Required = true };
        var answers = new Option<int>("--answers") { Description = "Answers decided about.", DefaultValueFactory = _ => 100 };
        var json = ResultsFile.Option("edit-flow");
        var command = new Command("aligned-answer", "Time of an aligned 1 KiB answer by stage.") { pairs, bundle, answers, json };
        command.SetAction(parsed =>
        {
            using var loaded = ModelBundle.Load(parsed.GetValue(bundle)!.FullName);
            var edit = loaded.Edit ?? throw new InvalidDataException("The bundle does not edit.");
            var read = PairReader.Read(parsed.GetValue(pairs)!.FullName, BadLinePolicy.Continue).Pairs;
            var (texts, good) = (Answers(read.Select(p => p.Rejected), parsed.GetValue(answers)), Answers(read.Select(p => p.Chosen), parsed.GetValue(answers)));
            Measure(edit, [.. texts.Take(10)]);
            var content = Measure(edit, good);
            var before = edit.Flow.Operations;
            var runs = Measure(edit, texts);

            var work = (edit.Flow.Operations - before) / (double)texts.Count / 1e9;
            var achieved = work / (runs.Average(r => r.Stages.Propose.TotalSeconds));
            var peak = MachinePeak.GflopPerSecond();
            var fields = new Dictionary<string, object>
            {
                ["aligned_1kib_ms_p50"] = Percentile(runs.Select(r => r.Total), 0.5),
                ["aligned_1kib_ms_p95"] = Percentile(runs.Select(r => r.Total), 0.95),
                ["aligned_1kib_stages_ms"] = new Dictionary<string, double[]>
                {
                    ["propose_p50_p95"] = Both(runs.Select(r => r.Stages.Propose.TotalMilliseconds)),
                    ["score_p50_p95"] = Both(runs.Select(r => r.Stages.Score.TotalMilliseconds)),
                    ["gate_p50_p95"] = Both(runs.Select(r => r.Stages.Gate.TotalMilliseconds)),
                },
                ["aligned_1kib_share_changed"] = Math.Round(runs.Average(r => r.Changed ? 1.0 : 0), 3),
                ["content_1kib_ms_p50_p95"] = Both(content.Select(r => r.Total)),
                ["content_1kib_share_changed"] = Math.Round(content.Average(r => r.Changed ? 1.0 : 0), 3),
                ["aligned_1kib_gflop"] = Math.Round(work, 3),
                ["propose_gflop_per_s"] = Math.Round(achieved, 1),
                ["core_peak_gflop_per_s"] = Math.Round(peak, 1),
                ["propose_share_of_peak"] = Math.Round(achieved / peak, 3),
            };
            foreach (var (name, value) in fields)
                Console.WriteLine($"{name}: {System.Text.Json.JsonSerializer.Serialize(value)}");
            ResultsFile.Merge(parsed.GetValue(json)!, fields);
        });
        return command;
    }

    private static List<(double Total, StageTimes Stages, bool Changed)> Measure(EditPart bundle, IReadOnlyList<string> texts) => [.. texts.Select(text =>
    {
        var start = Stopwatch.GetTimestamp();
        var decision = bundle.Aligner.Decide(new() { Prompt = "", Answer = text }, default);
        return (Stopwatch.GetElapsedTime(start).TotalMilliseconds, decision.Times, decision.Changed);
    })];

    /// <summary>Answers made of texts in a row, each the last that fits 1 KiB.</summary>
    private static List<string> Answers(IEnumerable<string> parts, int count)
    {
        var texts = new Queue<string>(parts.Distinct());
        var answers = new List<string>();
        while (answers.Count < count && texts.Count > 0)
        {
            var answer = texts.Dequeue();
            while (texts.TryPeek(out var next) && answer.Length + 1 + next.Length <= AnswerBytes)
                answer += $"\n{texts.Dequeue()}";
            answers.Add(answer);
        }

        return answers;
    }

    private static double[] Both(IEnumerable<double> values) => [Percentile(values, 0.5), Percentile(values, 0.95)];

    private static double Percentile(IEnumerable<double> values, double share) => Math.Round(Quantile.Of(values, share), 2);
}
