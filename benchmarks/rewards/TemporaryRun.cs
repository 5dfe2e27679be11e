using PreferenceFlow.Training;
using PreferenceFlow.Training.Loop;

namespace PreferenceFlow.RewardBenchmark;

/// <summary>A training of which nothing but the result is kept.</summary>
internal static class TemporaryRun
{
    /// <summary>Trains a task's network in place.</summary>
    public static void Of(ITrainingTask task, LoopOptions loop) => In(directory =>
    {
        new TrainingLoop(loop, new RunDirectory(directory, "", resume: false), new SilentObserver()).Run(task, CancellationToken.None);
        return task;
    });

    /// <param name="train">Gets a directory that is there until it ends.</param>
    public static T In<T>(Func<string, T> train)
    {
        var directory = Directory.CreateTempSubdirectory("reward-benchmark");
        try
        {
            return train(directory.FullName);
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    private sealed class SilentObserver : ITrainingObserver
    {
        public void OnMessage(string message)
        {
        }

        public void OnProgress(TrainingProgress progress)
        {
        }
    }
}
