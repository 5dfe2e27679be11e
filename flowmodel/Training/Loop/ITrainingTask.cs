using static TorchSharp.torch;

namespace PreferenceFlow.Training.Loop;

/// <summary>Something to learn: a network, the loss of a step, and a held-out loss.</summary>
internal interface ITrainingTask
{
    /// <summary>Short name for progress, metrics and checkpoint files.</summary>
    string Name { get; }

    nn.Module Network { get; }

    /// <summary>The loss of one step as terms to be added up, each a scalar with a graph of its own. The same step gives the same batch.</summary>
    /// <remarks>Terms are computed at the same time on different threads: all that is random is drawn before they are returned.</remarks>
    /// <param name="step">Number of the step, from 0.</param>
    /// <param name="units">What is learnt from: tokens or pairs, for the rate shown.</param>
    IReadOnlyList<Func<Tensor>> Loss(int step, out int units);

    /// <summary>Loss on held-out data with the weights as they are; lower is better.</summary>
    double Validate();
}
