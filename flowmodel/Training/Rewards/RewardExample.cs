namespace PreferenceFlow.Training.Rewards;

/// <summary>Two texts of which the first is preferred, as features.</summary>
/// <param name="Chosen">Features of the preferred text.</param>
/// <param name="Rejected">Features of the other.</param>
/// <param name="Group">Number of the source both belong to: resampling takes or leaves a source whole.</param>
internal sealed record RewardExample(int[] Chosen, int[] Rejected, int Group);
