using System.CommandLine;
using PreferenceFlow.FlowModel.Bundles;
using PreferenceFlow.FlowModel.Decisions;
using PreferenceFlow.FlowModel.Rewards;
using PreferenceFlow.FlowModel.Selection;
using Spectre.Console;

namespace PreferenceFlow.Cli;

/// <summary><c>pflow inspect</c>: what a bundle is, after the checks that the service makes.</summary>
internal static class InspectCommand
{
    public static Command Create()
    {
        var bundle = new Argument<DirectoryInfo>("bundle") { Description = "The bundle's directory.", DefaultValueFactory = _ => new("bundles/latest") };
        var command = new Command("inspect", "Checks a bundle as the service would and prints what it holds.") { bundle };
        command.SetAction((parsed, _) => Failure.Guard(() =>
        {
            using var loaded = ModelBundle.Load(parsed.GetValue(bundle)!.FullName);
            var manifest = loaded.Manifest;
            var table = new Table().RoundedBorder().HideHeaders().AddColumns("", "");
            table.AddRow("id", manifest.Id).AddRow("created", $"{manifest.Created:u}").AddRow("seed", $"{manifest.Seed}")
                .AddRow("data", manifest.DataSha256[..16] + "…");
            if (loaded.Settings.Edit is { } edit)
            {
                table.AddRow("edit flow", $"{edit.Flow.Depth} blocks of width {edit.Flow.Width}, {edit.Flow.Vocabulary} tokens")
                    .AddRow("ensemble on segments", Describe(edit.Calibration)).AddRow("gate", Describe(edit.Gate, edit.Gate.MinGain));
            }

            if (loaded.Settings.Selection is { } selection)
            {
                table.AddRow("ensemble on answers", Describe(selection.Calibration))
                    .AddRow("objectives", Markup.Escape(string.Join(", ", selection.Objectives?.Names ?? [])))
                    .AddRow("selection", $"{selection.Options.Rule}{(selection.Options.Groups == GroupRule.None ? "" : $" by {selection.Options.Groups} of the objectives")}, {Describe(selection.Options, selection.Options.MinGain)}");
            }

            foreach (var (name, file) in manifest.Files)
                table.AddRow(Markup.Escape(name), $"{file.Bytes:N0} bytes");
            foreach (var (name, value) in manifest.Figures)
                table.AddRow(Markup.Escape(name), $"{value:F4}");
            Output.Console.Write(table);
            Console.WriteLine("Hashes, shapes and golden cases hold.");
            return 0;
        }));
        return command;
    }

    private static string Describe(Calibration calibration) =>
        $"{calibration.Temperatures.Count} members, temperatures {string.Join(", ", calibration.Temperatures.Select(t => $"{t * calibration.Ensemble:F2}"))}";

    private static string Describe(PessimismOptions pessimism, double margin)
    {
        var bound = pessimism.Pessimism switch
        {
            PessimismRule.Deviation => $"mean − {pessimism.Caution} · deviation",
            PessimismRule.Entropic => $"entropic mean at {pessimism.Temperature}",
            _ => pessimism.Pessimism.ToString().ToLowerInvariant(),
        };
        return pessimism.DoubtWeight > 0 ? $"{bound} − {pessimism.DoubtWeight} · doubt > {margin}" : $"{bound} > {margin}";
    }
}
