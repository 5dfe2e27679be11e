using PreferenceFlow.Training.Loop;

namespace PreferenceFlow.Training.Tests;

/// <summary>Keeps what training tells, and calls back for each message.</summary>
internal sealed class RecordingObserver(Action<string>? onMessage = null) : ITrainingObserver
{
    public List<TrainingProgress> Progress { get; } = [];

    public List<string> Messages { get; } = [];

    public void OnProgress(TrainingProgress progress) => Progress.Add(progress);

    public void OnMessage(string message)
    {
        Messages.Add(message);
        onMessage?.Invoke(message);
    }
}
