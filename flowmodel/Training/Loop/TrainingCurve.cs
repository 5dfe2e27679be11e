namespace PreferenceFlow.Training.Loop;

/// <summary>How the training of one network went.</summary>
public sealed record TrainingCurve
{
    private const int MostPoints = 200;

    /// <inheritdoc cref="TrainingProgress.Stage"/>
    public required string Stage { get; init; }

    /// <summary>Steps that were planned.</summary>
    public required int Steps { get; init; }

    /// <summary>The last step that was reported.</summary>
    public required int LastStep { get; init; }

    /// <summary>Training time, resumed parts included, in seconds.</summary>
    public required double Seconds { get; init; }

    /// <summary>Training loss, the mean of the steps up to each point; at most 200 points.</summary>
    public required IReadOnlyList<CurvePoint> Loss { get; init; }

    /// <summary>Loss on validation data, with the averaged weights.</summary>
    public required IReadOnlyList<CurvePoint> Validation { get; init; }

    /// <summary>The validation whose weights were kept; null where none was reported.</summary>
    public CurvePoint? Kept => Validation.MinBy(p => p.Loss);

    /// <summary>The curves of every stage, in the order in which the stages began.</summary>
    /// <param name="progress">
    /// Reports in the order they were written. Where a stage goes back to an earlier step it was resumed or trained again, and what came
    /// after that step does not count.
    /// </param>
    public static IReadOnlyList<TrainingCurve> Of(IEnumerable<TrainingProgress> progress) =>
        [.. progress.Where(p => p.Step > 0).GroupBy(p => p.Stage).Select(stage => OfStage(stage.Key, stage))];

    private static TrainingCurve OfStage(string stage, IEnumerable<TrainingProgress> reports)
    {
        var (loss, validation) = (new List<CurvePoint>(), new List<CurvePoint>());
        var (last, lastValidation) = (default(TrainingProgress), double.NaN);
        foreach (var report in reports)
        {
            if (report.Step < last?.Step)
            {
                loss.RemoveAll(p => p.Step >= report.Step);
                validation.RemoveAll(p => p.Step >= report.Step);
            }

            // A report repeats the last validation.
            if (double.IsFinite(report.ValidationLoss) && !report.ValidationLoss.Equals(lastValidation))
                validation.Add(new(report.Step, report.ValidationLoss));
            if (loss.Count == 0 || loss[^1].Step < report.Step)
                loss.Add(new(report.Step, report.Loss));
            (last, lastValidation) = (report, report.ValidationLoss);
        }

        return new()
        {
            Stage = stage, Steps = last!.Steps, LastStep = last.Step, Seconds = last.Elapsed.TotalSeconds,
            Loss = Thin(loss), Validation = validation,
        };
    }

    private static IReadOnlyList<CurvePoint> Thin(List<CurvePoint> points) =>
        [.. points.Chunk(((points.Count - 1) / MostPoints) + 1).Select(part => new CurvePoint(part[^1].Step, part.Average(p => p.Loss)))];
}

/// <summary>One point of a training curve.</summary>
/// <param name="Step">Optimiser steps taken.</param>
/// <param name="Loss">Loss, in the unit of its network.</param>
public sealed record CurvePoint(int Step, double Loss);
