using PreferenceFlow.Training.Evaluation;
using Spectre.Console;

namespace PreferenceFlow.Cli;

/// <summary>The figures of an evaluation as tables.</summary>
internal static class ReportTable
{
    private static readonly string[] s_shown = [BestOfNEvaluation.Mean, BestOfNEvaluation.Longest, BestOfNEvaluation.Random];

    public static void Write(IAnsiConsole console, EvaluationReport report)
    {
        if (report.Edit is { } edit)
            Write(console, edit);
        if (report.Selection is { } selection)
            Write(console, selection);
    }

    private static void Write(IAnsiConsole console, EditReport report)
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
        Row(EditEvaluator.Copy, left.Copy);
        Row(EditEvaluator.Gated, left.Output);
        console.Write(table);
    }

    private static void Write(IAnsiConsole console, SelectionReport selection)
    {
        console.WriteLine($"{selection.Pairs} held-out pairs of answers to {selection.Prompts} prompts, with 95% intervals by prompt:");
        var table = new Table().SimpleBorder().AddColumn("").AddColumn("", c => c.RightAligned()).AddColumn("95% from", c => c.RightAligned())
            .AddColumn("to", c => c.RightAligned());
        void Row(string name, Interval share) => table.AddRow(name, Share(share.Mean), Share(share.Low), Share(share.High));

        Row("pairs ranked right", selection.Accuracy);
        Row("by taking the longer answer", selection.LongerWins);
        foreach (var curve in selection.BestOfN?.Curves.Where(c => s_shown.Contains(c.Chooser)) ?? [])
            Row($"best of {selection.BestOfN!.Answers} by {curve.Chooser}: comparisons won", curve.Points[^1].Value);
        console.Write(table);
        console.WriteLine($"Ensemble on answers: calibration error {selection.Calibration.Ece:F4}.");
    }

    private static string Share(double share) => $"{100 * share:F1}%";
}
