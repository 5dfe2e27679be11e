namespace PreferenceFlow.Training.Loop;

/// <summary>Training cannot go on; the message says why and what to do.</summary>
public sealed class TrainingFailedException(string message) : Exception(message);
