using static TorchSharp.torch;

namespace PreferenceFlow.Training.Loop;

/// <summary>Something to learn: a network, the loss of a step, and a held-out loss.</summary>
internal interface ITrainingTask
{
    /// <summary>Short name for progress, metrics and checkpoint files.</summary>
    string Name { get; }

    nn.Module Network { get; }

    /// <summary>The loss of one step, a scalar with a graph. The same step gives the same batch.</summary>
    /// <param name="step">Number of the step, from 0.</param>
    /// <param name="units">What was learnt from: tokens or pairs, for the rate shown.</param>
    Tensor Loss(int step, out int units);

    /// <summary>Loss on held-out data with the weights as they are; lower is better.</summary>
    double Validate();
}
