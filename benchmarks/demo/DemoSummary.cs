using System.Text.Json;
using System.Text.Json.Nodes;
using PreferenceFlow.FlowModel.Bundles;
using PreferenceFlow.FlowModel.Decisions;
using PreferenceFlow.FlowModel.Text;
using Spectre.Console;

namespace PreferenceFlow.Demo;

/// <summary>The demo's figures over the held-out messages.</summary>
internal sealed record DemoSummary
{
    private static readonly JsonSerializerOptions s_indented = new() { WriteIndented = true };

    /// <summary>Wall time of the whole demo, training included.</summary>
    public required double Seconds { get; init; }

    /// <summary>Share of the drafts that came back changed.</summary>
    public required double ShareChanged { get; init; }

    /// <summary>Share of the drafts that came back exactly as the editor left them.</summary>
    public required double Exact { get; init; }

    /// <summary>F1 of the edits made against the editor's: same place, same text taken out and put in.</summary>
    public required double Agreement { get; init; }

    /// <summary>Share of the good replies that came back untouched.</summary>
    public required double UntouchedGood { get; init; }

    /// <summary>Mean reward of the drafts, in calibrated logits around that of the edited replies.</summary>
    public required double RewardBefore { get; init; }

    /// <summary>The same after the proxy.</summary>
    public required double RewardAfter { get; init; }

    public required int Drafts { get; init; }

    public static DemoSummary Of(List<Reply> replies, Lesson lesson, TimeSpan elapsed)
    {
        var (drafts, good) = (replies.Where(r => !r.Good).ToList(), replies.Where(r => r.Good).ToList());
        var (made, wanted, common) = (0, 0, 0);
        foreach (var reply in drafts)
        {
            var (ours, theirs) = (TextDiff.Edits(reply.Upstream, reply.Proxied), TextDiff.Edits(reply.Upstream, reply.Reference));
            made += ours.Count;
            wanted += theirs.Count;
            common += ours.Intersect(theirs).Count();
        }

        using var bundle = ModelBundle.Load(lesson.Bundle);
        double Reward(Func<Reply, string> text)
        {
            var scores = bundle.Edit!.Rewards.Score([.. drafts.Select(text)], default);
            var references = bundle.Edit!.Rewards.Score([.. drafts.Select(r => r.Reference)], default);
            return scores.Zip(references, (s, r) => bundle.Edit!.Rewards.Gains(s, r).Average()).Average();
        }

        return new()
        {
            Seconds = Math.Round(elapsed.TotalSeconds, 1),
            ShareChanged = drafts.Average(r => r.Changed ? 1.0 : 0),
            Exact = drafts.Average(r => r.Proxied == r.Reference ? 1.0 : 0),
            Agreement = 2.0 * common / Math.Max(1, made + wanted),
            UntouchedGood = good.Average(r => r.Changed ? 0.0 : 1),
            RewardBefore = Reward(r => r.Upstream),
            RewardAfter = Reward(r => r.Proxied),
            Drafts = drafts.Count,
        };
    }

    public void Show(IAnsiConsole console)
    {
        var table = new Table().SimpleBorder().HideHeaders().AddColumns("", "");
        table.AddRow("held-out drafts changed", $"{100 * ShareChanged:F0}% of {Drafts}")
            .AddRow("edits that agree with the editor's (F1)", $"{100 * Agreement:F0}%")
            .AddRow("drafts now exactly as edited by hand", $"{100 * Exact:F0}%")
            .AddRow("reward, against the editor's version", $"{RewardBefore:F2} before, {RewardAfter:F2} after")
            .AddRow("good replies left untouched", $"{100 * UntouchedGood:F0}%")
            .AddRow("time, training included", $"{Seconds:F0} s");
        console.Write(table);
    }

    /// <summary>Sets the field <c>demo</c> of a results file and leaves all others.</summary>
    public void Save(string file)
    {
        var root = File.Exists(file) ? JsonNode.Parse(File.ReadAllText(file))!.AsObject() : [];
        root["demo"] = new JsonObject
        {
            ["seconds"] = Seconds,
            ["share_changed"] = Math.Round(ShareChanged, 4),
            ["agreement"] = Math.Round(Agreement, 4),
            ["exact"] = Math.Round(Exact, 4),
            ["untouched_good"] = Math.Round(UntouchedGood, 4),
            ["reward_before"] = Math.Round(RewardBefore, 4),
            ["reward_after"] = Math.Round(RewardAfter, 4),
            ["drafts"] = Drafts,
        };
        File.WriteAllText(file, root.ToJsonString(s_indented) + "\n");
    }
}
