using System.CommandLine;
using System.Text.Json;
using PreferenceFlow.FlowModel.Bundles;
using PreferenceFlow.Training.Data;
using PreferenceFlow.Training.Evaluation;
using PreferenceFlow.Training.Loop;
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

        var config = new Option<FileInfo?>("--config") { Description = "Takes proposals and gate from this configuration instead of the bundle's." };
        var validation = new Option<bool>("--validation") { Description = "Measures on the validation pairs: for choosing thresholds without looking at the held-out ones." };
        var command = new Command("evaluate", "Measures a bundle on its held-out pairs, beside copying and word deletion.") { pairs, bundle, json, config, validation };
        command.SetAction((parsed, cancellationToken) => Failure.Guard(() =>
        {
            var data = PairFiles.Read(parsed.GetValue(pairs)!, BadLinePolicy.Continue);
            using var loaded = ModelBundle.Load(parsed.GetValue(bundle)!.FullName);
            if (loaded.Manifest.DataSha256 != data.Sha256)
                throw new TrainingFailedException($"The bundle was trained on other files (hash {loaded.Manifest.DataSha256[..8]}…, these have {data.Sha256[..8]}…): which pairs it held out cannot be told.");
            var split = PairParts.Of(
                data.Pairs, new PairSplit { Validation = loaded.Settings.Validation, Test = loaded.Settings.HeldOut, Seed = loaded.Manifest.Seed });
            var measured = parsed.GetValue(validation) ? split.Validation : split.HeldOut;
            if (measured.Count == 0)
                throw new TrainingFailedException("The bundle's training held nothing out.");
            var edit = loaded.Edit ?? throw new TrainingFailedException("The bundle does not edit; there is nothing to measure.");
            var settings = parsed.GetValue(config) is { } given ? TrainingConfig.Load(given) : null;
            var report = new Evaluator(split.Training, loaded.Manifest.Seed).Evaluate(
                edit, settings?.Proposals ?? edit.Settings.Proposals, settings?.Gate ?? edit.Settings.Gate, measured, cancellationToken);
            ReportTable.Write(Output.Console, report);
            if (parsed.GetValue(json) is { } file)
                File.WriteAllText(file.FullName, JsonSerializer.Serialize(report, BundleFiles.Json));
            return 0;
        }));
        return command;
    }
}
