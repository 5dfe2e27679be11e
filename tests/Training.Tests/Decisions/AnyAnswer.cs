using PreferenceFlow.FlowModel.Decisions;

namespace PreferenceFlow.Training.Tests.Decisions;

/// <summary>Random requests: sentences of the lesson mixed with what must never be touched.</summary>
internal static class AnyAnswer
{
    private static readonly string[] s_fixed =
    [
        "```python\nx = bad(1)  # basically\n```", "See https://bad.example/basically?x=1.", "Pay $12.50 before 5 May.",
        "| a | bad |\n|---|---|",
        "# A bad heading", "He said \"this is bad\" twice.", "Use `bad()` here, basically.", "- You can send the order today.",
        "> You can send the bad quote.", "Write to bad@example.org, it is bad.", "The order {bad} is bad today.", "日本語 bad é \U0001F600.",
        "She said \"My room is bad today. You can send the order at home. All is bad.\" and left.",
        "(It is bad. It is basically old.)", "   ", "",
    ];

    private static readonly string[] s_joints = [" ", "\n\n", "\n", "  "];

    public static IEnumerable<AlignmentRequest> Requests(int count, int seed)
    {
        var random = new Random(seed);
        var sentences = TinyPairs.Make(200, seed).SelectMany(p => new[] { p.Rejected, p.Chosen }).ToList();
        for (var i = 0; i < count; i++)
        {
            var answer = "";
            for (var pieces = random.Next(1, 6); pieces > 0; pieces--)
                answer += (random.Next(3) == 0 ? Pick(s_fixed, random) : Pick(sentences, random)) + Pick(s_joints, random);
            yield return new()
            {
                Prompt = random.Next(3) == 0 ? "What about the order today?" : "",
                Answer = random.Next(2) == 0 ? answer : answer.Trim(),
                Strength = Pick([0.5, 1, 1, 2], random),
                MinGain = Pick<double?>([null, null, 0, 4], random),
                MaxEdits = Pick<int?>([null, null, 0, 1, 2, 5], random),
                StopStrings = Pick<IReadOnlyList<string>>([[], [], ["good"], ["please", "is good"]], random),
                Seed = i,
            };
        }
    }

    private static T Pick<T>(IReadOnlyList<T> values, Random random) => values[random.Next(values.Count)];
}
