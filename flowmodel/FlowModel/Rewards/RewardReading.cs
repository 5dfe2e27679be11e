namespace PreferenceFlow.FlowModel.Rewards;

/// <summary>What an ensemble makes of one text.</summary>
/// <param name="Rewards">Raw rewards of the members.</param>
/// <param name="Position">Where the text stands for the doubt about its gain; empty where the network gives none.</param>
public readonly record struct RewardReading(double[] Rewards, float[] Position);
