using System.CommandLine;
using PreferenceFlow.FlowModel.Bundles;
using PreferenceFlow.Training.Data;
using PreferenceFlow.Training.Evaluation;
using PreferenceFlow.Training.Loop;
using PreferenceFlow.Training.Reports;
using Spectre.Console;

namespace PreferenceFlow.Cli;

/// <summary><c>pflow evaluate</c>: measures a bundle on the pairs that its training held out.</summary>
internal static class EvaluateCommand
{
    public static Command Create()
    {
        var pairs = new Argument<FileInfo[]>("pairs") { Description = "The files that the bundle was trained on.", Arity = ArgumentArity.OneOrMore };
        var bundle = new Option<DirectoryInfo>("--bundle", "-b") { Description = "The bundle's directory.", DefaultValueFactory = _ => new("bundles/latest") };
        var json = new Option<FileInfo?>("--json") { Description = "Writes the figures there too." };
        var page = new Option<FileInfo?>("--report")
        {
            Description = "Where an HTML page with plots is written, and its JSON beside it; by default BUNDLE.evaluation.html.",
        };
        var noExamples = new Option<bool>("--no-examples") { Description = "Leaves held-out texts out of page and JSON." };
        var config = new Option<FileInfo?>("--config") { Description = "Takes proposals and gate from this configuration instead of the bundle's." };
        var validation = new Option<bool>("--validation") { Description = "Measures on the validation pairs: for choosing thresholds without looking at the held-out ones." };
        var command = new Command("evaluate", "Measures a bundle on its held-out pairs: edits beside copying and word deletion, choosing beside taking the longer answer.")
        {
            pairs, bundle, json, page, noExamples, config, validation,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(page) is { } file && !file.Extension.Equals(".html", StringComparison.OrdinalIgnoreCase))
                result.AddError("--report must name a file that ends in .html.");
        });
        command.SetAction((parsed, cancellationToken) => Failure.Guard(() =>
        {
            var html = parsed.GetValue(page) ?? new($"{parsed.GetValue(bundle)!.FullName.TrimEnd('/')}.evaluation.html");
            html.Directory?.Create(); // what cannot be written should not be measured first
            var data = PairFiles.Read(parsed.GetValue(pairs)!, BadLinePolicy.Continue);
            using var loaded = ModelBundle.Load(parsed.GetValue(bundle)!.FullName);
            if (loaded.Manifest.DataSha256 != data.Sha256)
                throw new TrainingFailedException($"The bundle was trained on other files (hash {loaded.Manifest.DataSha256[..8]}…, these have {data.Sha256[..8]}…): which pairs it held out cannot be told.");
            var split = PairParts.Of(
                data.Pairs, new PairSplit { Validation = loaded.Settings.Validation, Test = loaded.Settings.HeldOut, Seed = loaded.Manifest.Seed });
            var measured = parsed.GetValue(validation) ? split.Validation : split.HeldOut;
            if (measured.Count == 0)
                throw new TrainingFailedException("The bundle's training held nothing out.");
            var settings = parsed.GetValue(config) is { } given ? TrainingConfig.Load(given) : null;
            if (settings is not null && loaded.Edit is null)
                throw new TrainingFailedException("The bundle does not edit: it has no proposals or gate to take from --config.");
            var report = new Evaluator(split.Training, loaded.Manifest.Seed)
                .Evaluate(loaded, settings?.Proposals, settings?.Gate, measured, cancellationToken);
            if (report is { Edit: null, Selection: null })
                throw new TrainingFailedException("The bundle only selects, by an upstream's embeddings, which no evaluation asks for: there is nothing to measure.");
            report = (parsed.GetValue(noExamples) ? report.WithoutExamples() : report) with
            {
                Training = ReportFiles.CurvesOf(parsed.GetValue(bundle)!.FullName),
            };
            ReportTable.Write(Output.Console, report);
            if (parsed.GetValue(json) is { } file)
                File.WriteAllBytes(file.FullName, ReportFiles.Json(report));
            File.WriteAllBytes(html.FullName, ReportFiles.Page(report));
            File.WriteAllBytes(Path.ChangeExtension(html.FullName, ".json"), ReportFiles.Json(report));
            Output.Console.MarkupLineInterpolated($"Report: [bold]{html}[/].");
            return 0;
        }));
        return command;
    }
}
