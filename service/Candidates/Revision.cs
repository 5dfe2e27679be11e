namespace PreferenceFlow.Service.Candidates;

/// <summary>What the upstream is told when it shall rework an answer.</summary>
internal static class Revision
{
    public const string Instruction =
        "Rework your last answer so that the one who asked will like it better. Keep its language, its format, and all facts, numbers, names, "
        + "links, quotations and code; change only what makes it better. Reply with the reworked answer alone.";
}
