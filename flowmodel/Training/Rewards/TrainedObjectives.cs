using PreferenceFlow.FlowModel.Bundles;

namespace PreferenceFlow.Training.Rewards;

/// <summary>Rewards of several objectives or groups as they are served.</summary>
/// <param name="Network">The exported network.</param>
/// <param name="Settings">What it is served with.</param>
internal sealed record TrainedObjectives(byte[] Network, ObjectiveSettings Settings);
