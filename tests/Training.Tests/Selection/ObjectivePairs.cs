using PreferenceFlow.Training.Data;

namespace PreferenceFlow.Training.Tests.Selection;

/// <summary>Two groups that both prefer "kind" to "rude", and differ about "long" and "short".</summary>
internal static class ObjectivePairs
{
    public static List<PreferencePair> Make(int count)
    {
        var random = new Random(5);
        return [.. Enumerable.Range(0, count).Select(i =>
        {
            var left = i % 2 == 0;
            var length = random.Next(2) == 0 ? "long" : "short";
            var (chosen, rejected) = (i / 2 % 2, left) switch
            {
                (0, _) => ($"a kind {length} reply", $"a rude {length} reply"),
                (_, true) => ("a plain long reply", "a plain short reply"),
                (_, false) => ("a plain short reply", "a plain long reply"),
            };
            return new PreferencePair
            {
                Prompt = $"Question {i}?", Chosen = chosen, Rejected = rejected, Objective = left ? "left" : "right", Annotator = left ? "ann" : "bob",
            };
        })];
    }
}
