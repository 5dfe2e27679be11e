using System.CommandLine;
using System.Text;
using PreferenceFlow.FlowModel.Bundles;
using PreferenceFlow.FlowModel.Decisions;

namespace PreferenceFlow.Cli;

/// <summary><c>pflow transform</c>: text in, aligned text out, and why on request.</summary>
internal static class TransformCommand
{
    // Strict, and without a mark of its own: what is not edited leaves byte for byte.
    private static readonly UTF8Encoding s_utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static Command Create()
    {
        var text = new Argument<string?>("text") { Description = "The answer to align; standard input when left out.", Arity = ArgumentArity.ZeroOrOne };
        var bundle = new Option<DirectoryInfo>("--bundle", "-b") { Description = "The bundle's directory.", DefaultValueFactory = _ => new("bundles/latest") };
        var prompt = new Option<string>("--prompt", "-p") { Description = "What the answer answers.", DefaultValueFactory = _ => "" };
        var strength = new Option<double>("--strength") { Description = "0 to 2, 1 is the learned flow.", DefaultValueFactory = _ => 1 };
        var gain = new Option<double?>("--min-gain") { Description = "Margin in logits; the bundle's by default." };
        var edits = new Option<int?>("--max-edits") { Description = "Most words changed." };
        var explain = new Option<bool>("--explain") { Description = "Says on standard error what was decided, and why." };

        var command = new Command("transform", "Aligns one text.") { text, bundle, prompt, strength, gain, edits, explain };
        command.Validators.Add(result =>
        {
            if (result.GetValue(strength) is < 0 or > 2)
                result.AddError("--strength must lie in 0 to 2.");
            if (result.GetValue(edits) is < 0)
                result.AddError("--max-edits must be at least 0.");
        });
        command.SetAction((parsed, cancellationToken) => Failure.Guard(() =>
        {
            using var loaded = ModelBundle.Load(parsed.GetValue(bundle)!.FullName);
            var edit = loaded.Edit ?? throw new InvalidDataException("The bundle does not edit; it was trained on pairs too far apart.");
            var decision = edit.Aligner.Decide(
                new()
                {
                    Prompt = parsed.GetValue(prompt)!,
                    Answer = parsed.GetValue(text) ?? StandardInput(),
                    Strength = parsed.GetValue(strength),
                    MinGain = parsed.GetValue(gain),
                    MaxEdits = parsed.GetValue(edits),
                },
                cancellationToken);
            using (var output = Console.OpenStandardOutput())
                output.Write(s_utf8.GetBytes(parsed.GetValue(text) is null ? decision.Text : decision.Text + "\n"));
            if (parsed.GetValue(explain))
                Explain(decision);
            return 0;
        }));
        return command;
    }

    private static string StandardInput()
    {
        using var bytes = new MemoryStream();
        using (var input = Console.OpenStandardInput())
            input.CopyTo(bytes);
        try
        {
            return s_utf8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length);
        }
        catch (DecoderFallbackException exception)
        {
            throw new InvalidDataException("Standard input is not UTF-8.", exception);
        }
    }

    private static void Explain(AlignmentDecision decision)
    {
        var bound = decision.GainLowerBound is { } lower ? $", lower bound {lower:F2} ({decision.Pessimism})" : "";
        Console.Error.WriteLine($"{decision.Reason}: gain {decision.Gain.Mean:F2} ± {decision.Gain.Deviation:F2} logits, doubt {decision.Gain.Doubt:F2}{bound}");
        foreach (var edit in decision.Edits)
            Console.Error.WriteLine($"  at {edit.Start}: \"{edit.Original}\" → \"{edit.Replacement}\"");
        var times = decision.Times;
        Console.Error.WriteLine($"  propose {times.Propose.TotalMilliseconds:F1} ms, score {times.Score.TotalMilliseconds:F1} ms, gate {times.Gate.TotalMilliseconds:F1} ms");
    }
}
