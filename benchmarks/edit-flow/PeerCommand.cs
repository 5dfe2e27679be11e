using System.CommandLine;
using PreferenceFlow.FlowModel.Bundles;
using PreferenceFlow.Training.Data;
using PreferenceFlow.Training.Evaluation;

namespace PreferenceFlow.EditFlowBenchmark;

/// <summary>Measures a bundle beside the recorded outputs of another system, on texts that neither should have been trained on.</summary>
internal static class PeerCommand
{
    public static Command Create()
    {
        var inputs = new Argument<FileInfo>("inputs") { Description = "The texts, one a line." };
        var references = new Argument<FileInfo>("references") { Description = "What a person made of each." };
        var outputs = new Argument<FileInfo>("outputs") { Description = "What the other system made of each." };
        var bundle = new Option<DirectoryInfo>("--bundle", "-b") { Description = "The bundle.", Required = true };
        var pairs = new Option<FileInfo>("--pairs") { Description = "Pairs that the judge learns from.", Required = true };
        var peer = new Option<string>("--peer") { Description = "The other system's name, for the results.", Required = true };
        var json = ResultsFile.Option("edit-flow");
        var command = new Command("peer", "Figures beside another system's recorded outputs.") { inputs, references, outputs, bundle, pairs, peer, json };
        command.SetAction((parsed, cancellationToken) =>
        {
            using var loaded = ModelBundle.Load(parsed.GetValue(bundle)!.FullName);
            var edit = loaded.Edit ?? throw new InvalidDataException("The bundle does not edit.");
            var training = PairReader.Read(parsed.GetValue(pairs)!.FullName, BadLinePolicy.Continue).Pairs;
            var (texts, people) = (Lines(parsed.GetValue(inputs)!), Lines(parsed.GetValue(references)!));
            string Aligned(string text) => edit.Aligner.Decide(new() { Prompt = "", Answer = text }, cancellationToken).Text;
            var systems = new Dictionary<string, string[]>
            {
                ["copy"] = texts,
                ["person"] = people,
                [parsed.GetValue(peer)!] = Lines(parsed.GetValue(outputs)!),
                ["gated"] = [.. texts.AsParallel().AsOrdered().Select(Aligned)],
            };

            var sources = SourceWithReferences.Group(training);
            var judge = LinearJudge.Train([.. sources.Select(s => s.Rejected)], [.. sources.SelectMany(s => s.Chosen)], seed: 0);
            var figures = systems.ToDictionary(system => system.Key, system => Figures(judge, texts, people, system.Value));
            foreach (var (name, of) in figures)
                Console.WriteLine($"{name,-8} {string.Join(", ", of.Select(figure => $"{figure.Key} {figure.Value}"))}");
            ResultsFile.Merge(parsed.GetValue(json)!, new Dictionary<string, object> { ["peer"] = figures });
            return Task.FromResult(0);
        });
        return command;
    }

    private static Dictionary<string, double> Figures(LinearJudge judge, string[] texts, string[] people, string[] outputs)
    {
        if (texts.Length != people.Length || texts.Length != outputs.Length)
            throw new InvalidDataException($"Expected as many lines in each file, found {texts.Length}, {people.Length} and {outputs.Length}.");
        var metrics = TextMetrics.Of([.. Enumerable.Range(0, texts.Length).Select(i =>
            new EvaluatedText { Source = texts[i], Output = outputs[i], References = [people[i]] })]);
        return new()
        {
            ["texts"] = texts.Length,
            ["bleu"] = Math.Round(metrics.Bleu, 4),
            ["chrf"] = Math.Round(metrics.Chrf, 4),
            ["edit_ratio"] = Math.Round(metrics.EditRatio, 4),
            ["judged_rejected"] = Math.Round(outputs.Average(text => judge.Probability(text) > 0.5 ? 1.0 : 0), 4),
        };
    }

    private static string[] Lines(FileInfo file) => File.ReadAllLines(file.FullName);
}
