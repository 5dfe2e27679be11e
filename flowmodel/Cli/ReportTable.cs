using PreferenceFlow.Training.Evaluation;
using Spectre.Console;

namespace PreferenceFlow.Cli;

/// <summary>The figures of an evaluation as a table.</summary>
internal static class ReportTable
{
    public static void Write(IAnsiConsole console, EvaluationReport report)
    {
        var table = new Table().RoundedBorder().Title($"{report.Sources} held-out rejected texts, {report.Good} good ones");
        foreach (var column in new[] { "", "judged rejected", "BLEU", "chrF", "edit ratio", "changed", "exact", "good untouched", "gain" })
            table.AddColumn(column, c => c.RightAligned());
        foreach (var s in report.Systems)
        {
            table.AddRow(
                Markup.Escape(s.System), $"{s.Judged:P1}", $"{s.Bleu:F3}", $"{s.ChrF:F3}", $"{s.EditRatio:F3}", $"{s.Changed:P1}", $"{s.Exact:P1}",
                $"{s.UntouchedGood:P1}", $"{s.Gain:F2}");
        }

        console.Write(table);
        console.WriteLine($"Judge: {report.JudgedBefore:P1} of the rejected texts and {report.JudgedReferences:P1} of the chosen ones count as rejected.");
        console.WriteLine($"Ensemble: ranks {report.RewardAccuracy:P1} of the pairs right, calibration error {report.RewardEce:F4}.");
        console.WriteLine($"Changed without a lower-bound gain above the margin: {report.ChangedWithoutGain}.");
    }
}
