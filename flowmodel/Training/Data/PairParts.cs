namespace PreferenceFlow.Training.Data;

/// <summary>Pairs divided by source for a training run.</summary>
/// <param name="Training">Learnt from.</param>
/// <param name="Validation">Stopped and calibrated on.</param>
/// <param name="HeldOut">Only ever measured on.</param>
public sealed record PairParts(IReadOnlyList<PreferencePair> Training, IReadOnlyList<PreferencePair> Validation, IReadOnlyList<PreferencePair> HeldOut)
{
    public static PairParts Of(IReadOnlyList<PreferencePair> pairs, PairSplit split) =>
        new(split.Select(pairs, DataPart.Train), split.Select(pairs, DataPart.Validation), split.Select(pairs, DataPart.Test));
}
