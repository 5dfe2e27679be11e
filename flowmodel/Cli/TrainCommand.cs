using System.CommandLine;
using PreferenceFlow.FlowModel.Bundles;
using PreferenceFlow.Training;
using PreferenceFlow.Training.Data;
using PreferenceFlow.Training.Loop;
using PreferenceFlow.Training.Rewards;
using Spectre.Console;

namespace PreferenceFlow.Cli;

/// <summary><c>pflow train</c>: pairs in, bundle out.</summary>
internal static class TrainCommand
{
    public static Command Create()
    {
        var pairs = new Argument<FileInfo[]>("pairs") { Description = "JSON-lines files of preference pairs, gzip too.", Arity = ArgumentArity.OneOrMore };
        var output = new Option<DirectoryInfo>("--output", "-o") { Description = "The bundle's directory.", DefaultValueFactory = _ => new("bundles/latest") };
        var run = new Option<DirectoryInfo?>("--run") { Description = "Checkpoints and metrics.jsonl; by default OUTPUT.run." };
        var config = new Option<FileInfo?>("--config") { Description = "JSON with sizes, thresholds and steps; `pflow train --print-config` shows the defaults." };
        var print = new Option<bool>("--print-config") { Description = "Prints the configuration that would be used, and stops." };
        var resume = new Option<bool>("--resume") { Description = "Goes on from the checkpoints of the run." };
        var seed = new Option<int>("--seed") { Description = "Seed of everything random.", DefaultValueFactory = _ => 1 };
        var minutes = new Option<double?>("--max-minutes") { Description = "Longest time for the training steps of all networks together." };
        var url = new Option<string>("--embeddings-url")
        {
            Description = $"Base URL of the API that the encoder upstream asks for embeddings; its key is read from {UpstreamEmbeddings.KeyVariable}.",
            DefaultValueFactory = _ => "https://api.openai.com",
        };
        var strict = new Option<bool>("--strict") { Description = "Stops at the first bad line instead of reporting it and going on." };
        var noExamples = new Option<bool>("--no-examples") { Description = "Leaves held-out texts out of the report." };

        var command = new Command("train", "Trains edit flow and reward ensemble on pairs and writes a bundle.")
        {
            pairs, output, run, config, print, resume, seed, minutes, url, strict, noExamples,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(minutes) is <= 0)
                result.AddError("--max-minutes must be above 0.");
        });
        command.SetAction((parsed, cancellationToken) => Failure.Guard(() =>
        {
            var target = parsed.GetValue(output)!.FullName;
            var settings = TrainingConfig.Load(parsed.GetValue(config)).WithMinutes(parsed.GetValue(minutes));
            if (parsed.GetValue(print))
            {
                Console.WriteLine(settings.ToJson());
                return 0;
            }

            var data = PairFiles.Read(parsed.GetValue(pairs)!, parsed.GetValue(strict) ? BadLinePolicy.Stop : BadLinePolicy.Continue);
            var options = settings.ToOptions(
                target, parsed.GetValue(run)?.FullName ?? target + ".run", parsed.GetValue(resume), parsed.GetValue(seed)) with
                {
                    Examples = !parsed.GetValue(noExamples),
                };
            using var embeddings = options.AnswerRewards is { Encoder: EncoderKind.Upstream, EmbeddingModel: { } model }
                ? new UpstreamEmbeddings(parsed.GetValue(url)!, model)
                : null;
            var report = ProgressDisplay.Run(
                observer => new TrainingPipeline(options, observer, embeddings).Run(data.Pairs, data.Sha256, cancellationToken));
            if (report is not null)
                ReportTable.Write(Output.Console, report);
            if (report is not null)
                Output.Console.MarkupLineInterpolated($"Report: [bold]{Path.Combine(target, BundleFiles.ReportPage)}[/].");
            Output.Console.MarkupLineInterpolated($"Bundle written to [bold]{target}[/].");
            return 0;
        }));
        return command;
    }
}
