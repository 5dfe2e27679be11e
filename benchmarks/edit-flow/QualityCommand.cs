using System.CommandLine;
using System.Diagnostics;
using System.Security.Cryptography;
using PreferenceFlow.Training;
using PreferenceFlow.Training.Data;
using PreferenceFlow.Training.Evaluation;
using PreferenceFlow.Training.Loop;

namespace PreferenceFlow.EditFlowBenchmark;

/// <summary>Trains on one set of real pairs with the default settings and writes the figures of its held-out part.</summary>
internal static class QualityCommand
{
    public static Command Create()
    {
        var pairs = new Argument<FileInfo>("pairs") { Description = "Preference pairs; the file's name before the first dot names the result." };
        var judged = new Option<string>("--judged") { Description = "What the judge tells apart: toxicity, sentiment.", Required = true };
        var output = new Option<DirectoryInfo>("--output", "-o") { Description = "Where the bundle goes.", Required = true };
        var json = ResultsFile.Option("edit-flow");
        var command = new Command("quality", "Figures on held-out real pairs, default settings.") { pairs, judged, output, json };
        command.SetAction((parsed, cancellationToken) =>
        {
            var (file, what) = (parsed.GetValue(pairs)!, parsed.GetValue(judged)!);
            var hash = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file.FullName)));
            var target = parsed.GetValue(output)!.FullName;
            var start = Stopwatch.GetTimestamp();
            var report = new TrainingPipeline(new() { Output = target, RunDirectory = target + ".run" }, new Lines())
                .Run(PairReader.Read(file.FullName, BadLinePolicy.Continue).Pairs, hash, cancellationToken)!;
            var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            ResultsFile.Merge(parsed.GetValue(json)!, new Dictionary<string, object> { [file.Name.Split('.')[0]] = Figures(report.Edit!, what, seconds) });
            return Task.FromResult(0);
        });
        return command;
    }

    private static Dictionary<string, double> Figures(EditReport report, string judged, double seconds)
    {
        var (copy, lexicon, free, gated) = (report[EditEvaluator.Copy], report[EditEvaluator.Lexicon], report[EditEvaluator.GateOff], report[EditEvaluator.Gated]);
        var figures = new Dictionary<string, double>
        {
            [$"{judged}_before"] = copy.Judged,
            [$"{judged}_after"] = gated.Judged,
            ["bleu"] = gated.Text.Bleu,
            ["bleu_copy"] = copy.Text.Bleu,
            ["bleu_delete_baseline"] = lexicon.Text.Bleu,
            [$"{judged}_delete_baseline"] = lexicon.Judged,
            ["chrf"] = gated.Text.Chrf,
            ["chrf_copy"] = copy.Text.Chrf,
            ["chrf_delete_baseline"] = lexicon.Text.Chrf,
            ["chrf_hindsight"] = report[EditEvaluator.Hindsight].Text.Chrf,
            ["edit_ratio"] = gated.Text.EditRatio,
            ["changed"] = 1 - gated.Text.Unchanged,
            ["untouched_good"] = gated.UntouchedGood,
            [$"{judged}_gate_off"] = free.Judged,
            ["bleu_gate_off"] = free.Text.Bleu,
            ["untouched_good_gate_off"] = free.UntouchedGood,
            ["changed_without_gain"] = report.ChangedWithoutGain,
            ["reward_accuracy"] = report.RewardAccuracy,
            ["reward_ece"] = report.RewardEce,
            ["held_out_sources"] = report.Sources,
            ["train_seconds"] = seconds,
        };
        if (report.LeaveOneOut is { } left)
        {
            figures["left_out_rewrites"] = left.Rewrites;
            foreach (var (name, text) in new[] { ("another_human", left.AnotherHuman), ("copy", left.Copy), ("gated", left.Output) })
                (figures[$"left_out_bleu_{name}"], figures[$"left_out_chrf_{name}"]) = (text.Bleu, text.Chrf);
        }

        return figures.ToDictionary(f => f.Key, f => Math.Round(f.Value, 4));
    }

    private sealed class Lines : ITrainingObserver
    {
        private double _validation = double.NaN;

        public void OnProgress(TrainingProgress progress)
        {
            var validated = !progress.ValidationLoss.Equals(_validation);
            _validation = progress.ValidationLoss;
            if (validated)
                Console.WriteLine($"{progress.Stage}: step {progress.Step} of {progress.Steps}, loss {progress.Loss:F4}, held out {progress.ValidationLoss:F4}");
        }

        public void OnMessage(string message) => Console.WriteLine(message);
    }
}
