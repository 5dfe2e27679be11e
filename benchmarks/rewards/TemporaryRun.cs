using PreferenceFlow.Training;
using PreferenceFlow.Training.Loop;

namespace PreferenceFlow.RewardBenchmark;

/// <summary>A training of which nothing but the network is kept.</summary>
internal static class TemporaryRun
{
    public static void Of(ITrainingTask task, LoopOptions loop)
    {
        var directory = Directory.CreateTempSubdirectory("reward-benchmark");
        try
        {
            new TrainingLoop(loop, new RunDirectory(directory.FullName, "", resume: false), new SilentObserver()).Run(task, CancellationToken.None);
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
