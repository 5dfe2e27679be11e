using PreferenceFlow.FlowModel.Encoding;
using PreferenceFlow.FlowModel.LatentFlow;
using PreferenceFlow.Training.Data;
using PreferenceFlow.Training.Export;
using PreferenceFlow.Training.Loop;
using PreferenceFlow.Training.Networks;
using static TorchSharp.torch;

namespace PreferenceFlow.Training.LatentFlow;

/// <summary>
/// Trains a latent flow over answers: Preference Flow Matching (arXiv 2405.19806) with the pairs as they were judged, the prompt as a
/// condition, noise scaled to the data, and held-out prompts to stop on.
/// </summary>
/// <param name="options">Sizes, path and loop; the loop's seed decides projection, initial weights and batches.</param>
/// <param name="observer">Hears of progress.</param>
internal sealed class LatentFlowTrainer(LatentFlowOptions options, ITrainingObserver observer)
{
    /// <param name="training">Pairs to learn from.</param>
    /// <param name="validation">Pairs to stop on, of other prompts.</param>
    /// <param name="encoder">Gives the features that are projected: what the reward ensemble reads answers with.</param>
    /// <param name="run">Where checkpoints go.</param>
    /// <param name="cancellationToken">Cancels between two steps.</param>
    /// <returns>The flow, with no vote yet.</returns>
    /// <exception cref="TrainingFailedException">There are no pairs, or the loss is not finite.</exception>
    public TrainedLatentFlow Train(
        IReadOnlyList<PreferencePair> training, IReadOnlyList<PreferencePair> validation, EncoderSettings encoder, RunDirectory run,
        CancellationToken cancellationToken)
    {
        var (learned, held) = (Directed(training), Directed(validation));
        if (learned.Length == 0 || held.Length == 0)
        {
            throw new TrainingFailedException(
                $"{learned.Length} pairs for training and {held.Length} for validation do not suffice for a flow; ties do not count.");
        }

        var seed = options.Loop.Seed;
        var projection = new ProjectedEncoder(encoder.CreateBuiltIn(), options.Projected, seed);
        var answers = Encoded(Answers(learned.Concat(held)), projection);
        var prompts = Encoded(learned.Concat(held).Select(p => ("", p.Prompt)), projection);
        var flow = new LatentFlowSettings
        {
            Latents = CoordinateScale.Fit(Answers(learned).Distinct().Select(a => answers[a])),
            Conditions = CoordinateScale.Fit(learned.Select(p => ("", p.Prompt)).Distinct().Select(p => prompts[p])),
            Solver = options.Solver, Guidance = options.Guidance,
        };
        answers = answers.ToDictionary(a => a.Key, a => flow.Latents.Apply(a.Value));
        prompts = prompts.ToDictionary(p => p.Key, p => flow.Conditions.Apply(p.Value));

        var numbers = new Dictionary<string, int>();
        LatentPair Latent(PreferencePair pair)
        {
            var source = PairSplit.Source(pair);
            numbers.TryAdd(source, numbers.Count);
            return new()
            {
                Rejected = answers[(pair.Prompt, pair.Rejected)], Chosen = answers[(pair.Prompt, pair.Chosen)],
                Condition = prompts[("", pair.Prompt)], Prompt = numbers[source], Weight = Weight(pair),
            };
        }

        using var scope = NewDisposeScope();
        manual_seed(seed);
        var net = new VelocityNet(new(projection.Size, projection.Size, options.Width, options.Depth));
        var task = new LatentFlowTask(
            net, [.. learned.Select(Latent)], [.. held.Select(Latent)], options, batch => Coupling.Of(options.Coupling, batch));
        new TrainingLoop(options.Loop, run, observer).Run(task, cancellationToken);
        return new(
            LatentFlowExporter.Export(net), new() { Projected = options.Projected, Seed = seed, Flow = flow }, encoder);
    }

    private static PreferencePair[] Directed(IReadOnlyList<PreferencePair> pairs) => [.. pairs.Where(p => Weight(p) > 0)];

    /// <summary>A pair counts by what its judgements say on the whole: a tie has no direction.</summary>
    private static double Weight(PreferencePair pair) => pair.Weight * ((2 * pair.Agreement) - 1);

    private static IEnumerable<(string Prompt, string Text)> Answers(IEnumerable<PreferencePair> pairs) =>
        pairs.SelectMany(p => new[] { (p.Prompt, p.Chosen), (p.Prompt, p.Rejected) });

    private static Dictionary<(string Prompt, string Text), float[]> Encoded(
        IEnumerable<(string Prompt, string Text)> texts, ProjectedEncoder encoder) => texts.Distinct().AsParallel()
        .Select(t => (Text: t, Vector: encoder.Encode(t.Prompt, t.Text))).ToDictionary(t => t.Text, t => t.Vector);
}
