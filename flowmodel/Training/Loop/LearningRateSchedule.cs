namespace PreferenceFlow.Training.Loop;

/// <summary>Linear warm-up, then cosine decay to a twentieth of the peak.</summary>
internal static class LearningRateSchedule
{
    /// <param name="step">Number of the step, from 0.</param>
    /// <param name="done">Share of the training that is over, 0 to 1.</param>
    /// <param name="options">Gives peak and warm-up.</param>
    public static double At(int step, double done, LoopOptions options)
    {
        var warm = Math.Min(1, (step + 1.0) / options.WarmUp);
        return options.LearningRate * warm * (0.05 + (0.95 * 0.5 * (1 + Math.Cos(Math.PI * done))));
    }
}
