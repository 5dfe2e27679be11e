using static TorchSharp.torch;

namespace PreferenceFlow.Training.Loop;

/// <summary>
/// The loop: AdamW with warm-up and cosine decay, gradient clipping, a moving average of the weights, validation with early
/// stopping, checkpoints. Leaves the best averaged weights in the network.
/// </summary>
internal sealed class TrainingLoop(LoopOptions options, RunDirectory run, ITrainingObserver observer)
{
    /// <summary>Trains to the end of the stage, or from its checkpoint on.</summary>
    /// <exception cref="TrainingFailedException">The loss is not finite, or the checkpoint is of another run.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; a checkpoint of the last step was written.</exception>
    public void Run(ITrainingTask task, CancellationToken cancellationToken)
    {
        using var stage = NewDisposeScope(); // owns the copies of the weights, however the stage ends
        using var optimizer = optim.AdamW(
            task.Network.parameters(), options.LearningRate, beta1: 0.9, beta2: 0.98, weight_decay: options.WeightDecay);
        using var average = new ExponentialMovingAverage(task.Network, options.Ema);
        var best = Weights.Clone(task.Network.state_dict());
        var fingerprint = $"{run.Fingerprint} {task.Name} {options}";
        var checkpoint = run.Resume ? Checkpoint.Restore(run.CheckpointOf(task.Name), fingerprint, task.Network, average, best, optimizer) : null;
        var meter = new ProgressMeter(task.Name, options, checkpoint?.Seconds ?? 0, observer, run);
        var (bestLoss, stale, finished) = (checkpoint?.BestLoss ?? double.PositiveInfinity, checkpoint?.Stale ?? 0, checkpoint?.Finished ?? false);

        void Save(int step) => new Checkpoint
        {
            Step = step, BestLoss = bestLoss, Stale = stale, Seconds = meter.Seconds, Finished = finished, Fingerprint = fingerprint,
        }.Save(run.CheckpointOf(task.Name), task.Network, average, best, optimizer);

        for (var step = checkpoint?.Step ?? 0; !finished; step++)
        {
            if (cancellationToken.IsCancellationRequested)
            {
                Save(step);
                cancellationToken.ThrowIfCancellationRequested();
            }

            var done = Math.Max(step / (double)options.Steps, meter.Seconds / options.MaxTime.TotalSeconds);
            var rate = LearningRateSchedule.At(step, Math.Min(1, done), options);
            var loss = Step(task, optimizer, step, options, rate, out var units);
            if (!double.IsFinite(loss))
                throw new TrainingFailedException($"The loss of {task.Name} at step {step} is {loss}. Lower the learning rate (now {rate:G3}) or look for broken pairs.");
            average.Update(step);
            meter.Count(step, loss, rate, units);

            finished = step + 1 >= options.Steps || done >= 1;
            if (!finished && (step + 1) % options.ValidateEvery != 0)
                continue;
            var validation = Validate(task, average);
            meter.Validated(step + 1, validation);
            (stale, finished) = validation < bestLoss ? (0, finished) : (stale + 1, finished || stale + 1 >= options.Patience);
            if (validation < bestLoss)
            {
                bestLoss = validation;
                Weights.Copy(average.State, best);
            }

            Save(step + 1);
        }

        Weights.Copy(best, task.Network.state_dict());
        task.Network.eval();
        meter.Finished(bestLoss);
    }

    /// <summary>One optimiser step; gives its loss.</summary>
    internal static double Step(ITrainingTask task, optim.Optimizer optimizer, int step, LoopOptions options, double rate, out int units)
    {
        using var scope = NewDisposeScope();
        manual_seed(options.Seed + step); // the noise of a step depends on nothing before it, so a resumed run is the same run
        task.Network.train();
        foreach (var group in optimizer.ParamGroups)
            group.LearningRate = rate;
        var loss = ParallelGradient.Set([.. task.Network.parameters()], task.Loss(step, out units));
        nn.utils.clip_grad_norm_(task.Network.parameters(), options.ClipNorm);
        optimizer.step();
        return loss;
    }

    private static double Validate(ITrainingTask task, ExponentialMovingAverage average)
    {
        using var _ = no_grad();
        using var scope = NewDisposeScope();
        using var swap = new WeightSwap(task.Network, average.State);
        task.Network.eval();
        return task.Validate();
    }
}
