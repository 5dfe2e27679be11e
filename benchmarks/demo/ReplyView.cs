using PreferenceFlow.FlowModel.Text;
using Spectre.Console;

namespace PreferenceFlow.Demo;

/// <summary>Shows a reply before and after, with the edits marked.</summary>
internal static class ReplyView
{
    public static void Show(IAnsiConsole console, Reply reply)
    {
        var runs = WordDiff.Runs(reply.Upstream, reply.Proxied);
        console.MarkupLineInterpolated($"[grey]{reply.Prompt}[/]");
        console.MarkupLine("  before  " + string.Concat(runs.Where(r => r.Kind != DiffKind.Inserted).Select(r => Paint(r, DiffKind.Deleted, "red strikethrough"))));
        console.MarkupLine("  after   " + string.Concat(runs.Where(r => r.Kind != DiffKind.Deleted).Select(r => Paint(r, DiffKind.Inserted, "green"))));
        console.WriteLine();
    }

    private static string Paint(DiffRun run, DiffKind marked, string style) =>
        run.Kind == marked && !string.IsNullOrWhiteSpace(run.Text) ? $"[{style}]{Markup.Escape(run.Text)}[/]" : Markup.Escape(run.Text);
}
