using System.CommandLine;
using PreferenceFlow.FlowModel.Bundles;
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
            var (manifest, settings) = (loaded.Manifest, loaded.Settings);
            var table = new Table().RoundedBorder().HideHeaders().AddColumns("", "");
            table.AddRow("id", manifest.Id).AddRow("created", $"{manifest.Created:u}").AddRow("seed", $"{manifest.Seed}")
                .AddRow("data", manifest.DataSha256[..16] + "…")
                .AddRow("edit flow", $"{settings.Flow.Depth} blocks of width {settings.Flow.Width}, {settings.Flow.Vocabulary} tokens")
                .AddRow("ensemble", $"{settings.Calibration.Temperatures.Count} members, temperatures {string.Join(", ", settings.Calibration.Temperatures.Select(t => $"{t * settings.Calibration.Ensemble:F2}"))}")
                .AddRow("gate", $"mean − {settings.Gate.Caution} · deviation > {settings.Gate.MinGain}");
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
}
