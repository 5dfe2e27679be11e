using System.Text;
using PreferenceFlow.FlowModel.Selection;

namespace PreferenceFlow.Service.Candidates;

/// <summary>What the upstream is told when it shall rework an answer.</summary>
internal static class Revision
{
    /// <summary>Most examples that it is shown.</summary>
    public const int Examples = 4;

    private const string Wanted =
        "Rework your last answer so that the one who asked will like it better. Keep its language, its format, and all facts, numbers, names, "
        + "links, quotations and code; change only what makes it better. Reply with the reworked answer alone.";

    /// <param name="examples">Pairs that show what people prefer; may be empty.</param>
    public static string Instruction(IReadOnlyList<PreferredExample> examples)
    {
        if (examples.Count == 0)
            return Wanted;
        var text = new StringBuilder(Wanted).Append("\n\nThese pairs show what people like. Their subjects are others; take over the manner.");
        foreach (var (number, example) in examples.Index())
            text.Append($"\n\nLess liked {number + 1}:\n{example.Rejected}\nBetter liked {number + 1}:\n{example.Chosen}");
        return text.ToString();
    }
}
