using PreferenceFlow.FlowModel.Encoding;
using PreferenceFlow.FlowModel.Onnx;
using PreferenceFlow.FlowModel.Selection;

namespace PreferenceFlow.FlowModel.LatentFlow;

/// <summary>Moves answers to a prompt along a latent flow, and votes for candidates by where they would go. It writes no text.</summary>
/// <param name="features">Gives the features that are projected.</param>
/// <param name="network">The exported flow.</param>
/// <param name="settings">How features become vectors, and how these move and vote.</param>
/// <param name="options">Where the network runs.</param>
public sealed class AnswerFlow(ITextEncoder features, byte[] network, AnswerFlowSettings settings, OnnxOptions options) : IDisposable
{
    private readonly ProjectedEncoder _encoder = new(features, settings.Projected, settings.Seed);
    private readonly LatentFlowModel _model = new(network, settings.Flow, options);

    /// <summary>Where answers stand and where the learned flow moves them, in standardised coordinates.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public MovedAnswers Move(string prompt, IReadOnlyList<string> answers, CancellationToken cancellationToken)
    {
        var latents = answers.Select(answer => _encoder.Encode(prompt, answer)).ToArray();
        var condition = _encoder.Encode("", prompt);
        var targets = _model.Transport(latents, [.. Enumerable.Repeat(condition, latents.Length)], strength: 1, cancellationToken);
        return new()
        {
            Latents = [.. latents.Select(settings.Flow.Latents.Apply)],
            Targets = [.. targets.Select(settings.Flow.Latents.Apply)],
        };
    }

    /// <summary>Where an answer stands, in standardised coordinates.</summary>
    public float[] Locate(string prompt, string answer) => settings.Flow.Latents.Apply(_encoder.Encode(prompt, answer));

    /// <summary>What the flow adds to the gain of each candidate, in logits; all 0, without any work, where its weight is 0.</summary>
    /// <inheritdoc cref="Move"/>
    public double[] Votes(string prompt, IReadOnlyList<string> answers, CancellationToken cancellationToken)
    {
        if (settings.VoteWeight == 0)
            return new double[answers.Count];
        var moved = Move(prompt, answers, cancellationToken);
        return [.. FlowVoter.Votes(settings.Form, moved.Latents, moved.Targets).Select(vote => settings.VoteWeight * vote)];
    }

    public void Dispose() => _model.Dispose();
}

/// <summary>Answers in the latent space of a flow, in standardised coordinates.</summary>
public sealed record MovedAnswers
{
    /// <summary>Where each answer stands.</summary>
    public required IReadOnlyList<float[]> Latents { get; init; }

    /// <summary>Where the flow moves it.</summary>
    public required IReadOnlyList<float[]> Targets { get; init; }
}
