using PreferenceFlow.FlowModel.LatentFlow;

namespace PreferenceFlow.FlowModel.Selection;

/// <summary>Finds, for an answer, the examples whose chosen text stands nearest to where the latent flow would move the answer.</summary>
/// <param name="examples">The examples.</param>
/// <param name="flow">Places and moves answers.</param>
public sealed class ExampleIndex(IReadOnlyList<PreferredExample> examples, AnswerFlow flow) : IExampleSource
{
    private readonly Lazy<float[][]> _places = new(() => [.. examples.AsParallel().AsOrdered().Select(e => flow.Locate(e.Prompt, e.Chosen))]);

    public IReadOnlyList<PreferredExample> Nearest(string prompt, string answer, int count, CancellationToken cancellationToken)
    {
        var target = flow.Move(prompt, [answer], cancellationToken).Targets[0];
        return [.. examples.Zip(_places.Value, (example, place) => (Example: example, Distance: SquaredDistance(place, target)))
            .OrderBy(e => e.Distance).Take(count).Select(e => e.Example)];
    }

    private static double SquaredDistance(float[] left, float[] right)
    {
        var sum = 0.0;
        for (var i = 0; i < left.Length; i++)
            sum += ((double)left[i] - right[i]) * ((double)left[i] - right[i]);
        return sum;
    }
}

/// <summary>Examples of what people prefer.</summary>
public interface IExampleSource
{
    /// <summary>The examples that suit an answer best, at most so many, the best first. Safe to call from several threads.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    IReadOnlyList<PreferredExample> Nearest(string prompt, string answer, int count, CancellationToken cancellationToken);
}
