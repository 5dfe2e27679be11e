using System.Text.Json.Nodes;
using PreferenceFlow.FlowModel.Bundles;
using PreferenceFlow.FlowModel.Rewards;
using PreferenceFlow.FlowModel.Selection;
using PreferenceFlow.Training.Data;
using PreferenceFlow.Training.Evaluation;
using PreferenceFlow.Training.Loop;

namespace PreferenceFlow.Training.Tests.Selection;

/// <summary>A bundle whose pairs come from two groups that differ, and what it chooses by them.</summary>
public sealed class GroupSelectionTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    [Fact]
    public void Bundle_TwoGroupsThatDiffer_ChoosesAsEachIsWeighed()
    {
        Train(Options());
        using var bundle = ModelBundle.Load(_directory["bundle"]);
        var part = bundle.Selection!;
        string Choose(params (string Name, double Weight)[] weights) => part.Selector.Decide(
            new()
            {
                Prompt = "What now?", Answers = ["a rude plain reply", "a kind long reply", "a kind short reply"],
                Objectives = weights.ToDictionary(w => w.Name, w => w.Weight),
            },
            CancellationToken.None).Text;

        Assert.Equal(["left", "right"], part.Selector.Objectives);
        Assert.Equal("a kind long reply", Choose(("left", 1)));
        Assert.Equal("a kind short reply", Choose(("right", 1)));
        Assert.NotEqual("a rude plain reply", Choose());
        Assert.Equal(2, part.Settings.Objectives!.Calibration.Temperatures.Distinct().Count());
    }

    [Theory]
    [InlineData(GroupRule.Least)]
    [InlineData(GroupRule.LeastRegret)]
    public void Selector_GroupRule_TakesWhatNoGroupSuffersFrom(GroupRule rule)
    {
        Train(Options());
        using var bundle = ModelBundle.Load(_directory["bundle"]);
        var part = bundle.Selection!;
        string[] answers = ["a rude short reply", "a kind long long long reply", "a kind short short short reply", "a kind reply"];

        var decision = part.SelectorWith(new() { Groups = rule }).Decide(new() { Prompt = "", Answers = answers }, CancellationToken.None);

        var passed = Enumerable.Range(0, answers.Length).Where(i => i == 0 || Passes(part, answers[0], answers[i])).ToList();
        var rewards = part.Objectives!.Score(answers, CancellationToken.None);
        var offered = passed.Select(i => rewards[i]).ToList();
        var values = rule == GroupRule.Least ? GroupRules.Least(offered) : GroupRules.LeastRegret(offered);
        Assert.Equal(4, passed.Count);
        Assert.Equal((passed[BestOfN.Choose(values)], rule), (decision.Chosen, decision.Groups));
        Assert.Equal("a kind reply", decision.Text);
    }

    [Fact]
    public void Selector_NotSurelyBetter_StaysWithTheFirstWhateverTheGroups()
    {
        Train(Options());
        using var bundle = ModelBundle.Load(_directory["bundle"]);
        var request = new SelectionRequest
        {
            Prompt = "", Answers = ["a kind short reply", "a rude long reply"], Objectives = new Dictionary<string, double> { ["left"] = 1 },
        };

        Assert.Equal(0, bundle.Selection!.Selector.Decide(request, CancellationToken.None).Chosen);
    }

    [Fact]
    public void Selector_UnknownName_SaysWhichThereAre()
    {
        Train(Options());
        using var bundle = ModelBundle.Load(_directory["bundle"]);
        var request = new SelectionRequest { Prompt = "", Answers = ["one"], Objectives = new Dictionary<string, double> { ["middle"] = 1 } };

        var exception = Assert.Throws<ArgumentException>(() => bundle.Selection!.Selector.Decide(request, CancellationToken.None));

        Assert.StartsWith("There is no objective \"middle\"; there are \"left\", \"right\".", exception.Message);
    }

    [Fact]
    public void Evaluate_HeldOutPairs_GivesFiguresOfEachGroup()
    {
        Train(Options() with { Objectives = Options().Objectives with { GroupBy = PairGrouping.Annotator } });
        using var bundle = ModelBundle.Load(_directory["bundle"]);
        var settings = bundle.Selection!.Settings.Objectives!;

        var figures = ObjectiveEvaluation.Of(bundle.Selection!.Objectives!, settings.GroupBy, ObjectivePairs.Make(40), CancellationToken.None);
        var other = ObjectiveEvaluation.Of(bundle.Selection!.Objectives!, PairGrouping.Objective, ObjectivePairs.Make(40), CancellationToken.None);

        Assert.Equal([("ann", 20), ("bob", 20)], figures.Select(f => (f.Name, f.Pairs)));
        Assert.All(figures, f => Assert.InRange(f.Accuracy.Mean, 0.9, 1));
        Assert.All(figures, f => Assert.InRange(f.Ece, 0, 0.25));
        Assert.Empty(other);
    }

    [Fact]
    public void Train_OneGroup_BundleHasNoObjectives()
    {
        Train(Options(), [.. ObjectivePairs.Make(160).Select(p => p with { Objective = "one" })]);
        using var bundle = ModelBundle.Load(_directory["bundle"]);
        var request = new SelectionRequest { Prompt = "", Answers = ["one"], Objectives = new Dictionary<string, double> { ["one"] = 1 } };

        Assert.Empty(bundle.Selection!.Selector.Objectives);
        Assert.False(bundle.Manifest.Files.ContainsKey(BundleFiles.Objectives));
        Assert.Contains("no objectives", Assert.Throws<ArgumentException>(() => bundle.Selection.Selector.Decide(request, CancellationToken.None)).Message);
        Assert.Throws<ArgumentException>(() => bundle.Selection.SelectorWith(new() { Groups = GroupRule.Least }));
    }

    [Fact]
    public void Train_GroupRuleWithoutGroups_IsRefused() => Assert.StartsWith(
        "Selection.Groups (Least) needs pairs of at least two Objectives with 500 for training",
        Assert.Throws<TrainingFailedException>(() => Train(Options() with
        {
            Selection = new() { Groups = GroupRule.Least }, Objectives = Options().Objectives with { MinTrainingPairs = 500 },
        })).Message);

    [Theory]
    [InlineData("names", "settings.json: 2 heads need as many distinct names")]
    [InlineData("temperatures", "objectives.onnx: its outputs end in [2], the settings ask for [3]")]
    [InlineData("buckets", "objectives.onnx: ")]
    [InlineData("objectives", "settings.json: selection chooses by groups (Least) and has no objectives.")]
    public void Load_ObjectivesDoNotFit_IsRefused(string what, string message)
    {
        Train(Options());
        Settings(selection =>
        {
            var objectives = selection["objectives"]!;
            switch (what)
            {
                case "names":
                    objectives["names"]!.AsArray().RemoveAt(0);
                    break;
                case "temperatures":
                    objectives["calibration"]!["temperatures"]!.AsArray().Add(1.0);
                    break;
                case "buckets":
                    objectives["encoder"]!["buckets"] = 1 << 16;
                    break;
                default:
                    (selection["objectives"], selection["options"]!["groups"]) = (null, "Least");
                    break;
            }
        });

        Assert.StartsWith(message, Assert.Throws<BundleException>(() => ModelBundle.Load(_directory["bundle"])).Message);
    }

    public void Dispose() => _directory.Dispose();

    private static bool Passes(SelectionPart part, string first, string other) =>
        part.Selector.Decide(new() { Prompt = "", Answers = [first, other] }, CancellationToken.None).Chosen == 1;

    private TrainingOptions Options() => TinyLesson.Options(_directory["bundle"], _directory["run"]) with
    {
        Transforms = [Transform.Select], HeldOut = 0, Validation = 0.2, LatentFlow = null,
        Objectives = new()
        {
            Buckets = 512, Width = 4, BatchPairs = 8, MinTrainingPairs = 20, Loop = new() { Steps = 150, LearningRate = 0.02, WarmUp = 5, Ema = 0.9 },
        },
    };

    private static void Train(TrainingOptions options) => Train(options, ObjectivePairs.Make(160));

    private static void Train(TrainingOptions options, IReadOnlyList<PreferencePair> pairs) =>
        new TrainingPipeline(options, new RecordingObserver()).Run(pairs, TinyLesson.DataSha256, CancellationToken.None);

    private void Settings(Action<JsonNode> change)
    {
        Edit(BundleFiles.Settings, settings => change(settings["selection"]!));
        var described = BundleFiles.Describe(Path.Combine(_directory["bundle"], BundleFiles.Settings));
        Edit(BundleManifest.FileName, manifest => manifest["files"]![BundleFiles.Settings] =
            new JsonObject { ["bytes"] = described.Bytes, ["sha256"] = described.Sha256 });
    }

    private void Edit(string file, Action<JsonNode> change)
    {
        var path = Path.Combine(_directory["bundle"], file);
        var node = JsonNode.Parse(File.ReadAllText(path))!;
        change(node);
        File.WriteAllText(path, node.ToJsonString());
    }
}
