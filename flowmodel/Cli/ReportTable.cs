using PreferenceFlow.Training.Evaluation;
using Spectre.Console;

namespace PreferenceFlow.Cli;

/// <summary>The figures of an evaluation as a table.</summary>
internal static class ReportTable
{
    public static void Write(IAnsiConsole console, EvaluationReport report)
    {
        console.WriteLine($"{report.Sources} held-out rejected texts and as many good ones:");
        var table = new Table().SimpleBorder().AddColumn("");
        foreach (var column in new[] { "judged rejected", "BLEU", "chrF", "edit ratio", "changed", "exact", "good untouched", "gain" })
            table.AddColumn(column, c => c.RightAligned());
        foreach (var s in report.Systems)
        {
            table.AddRow(
                Markup.Escape(s.System), Share(s.Judged), $"{s.Text.Bleu:F3}", $"{s.Text.Chrf:F3}", $"{s.Text.EditRatio:F3}", Share(1 - s.Text.Unchanged),
                Share(s.Text.ExactMatch), Share(s.UntouchedGood), $"{s.Gain:F2}");
        }

        console.Write(table);
        if (report.LeaveOneOut is { } left)
            Write(console, left);
        console.WriteLine($"Judge: {Share(report.JudgedBefore)} of the rejected texts and {Share(report.JudgedReferences)} of the chosen ones count as rejected.");
        console.WriteLine($"Ensemble: ranks {Share(report.RewardAccuracy)} of the pairs right, calibration error {report.RewardEce:F4}.");
        console.WriteLine($"Changed without a lower-bound gain above the margin: {report.ChangedWithoutGain}.");
    }

    private static void Write(IAnsiConsole console, LeaveOneOut left)
    {
        console.WriteLine($"{left.Rewrites} chosen texts of sources that have several, each left out in turn; against those that remain:");
        var table = new Table().SimpleBorder().AddColumn("");
        foreach (var column in new[] { "BLEU", "chrF", "edit ratio", "exact" })
            table.AddColumn(column, c => c.RightAligned());
        void Row(string name, TextMetrics text) =>
            table.AddRow(name, $"{text.Bleu:F3}", $"{text.Chrf:F3}", $"{text.EditRatio:F3}", Share(text.ExactMatch));

        Row("another human", left.AnotherHuman);
        Row(Evaluator.Copy, left.Copy);
        Row(Evaluator.Gated, left.Output);
        console.Write(table);
    }

    private static string Share(double share) => $"{100 * share:F1}%";
}
