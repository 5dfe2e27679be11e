using System.Text.Json.Nodes;
using PreferenceFlow.FlowModel.Bundles;

namespace PreferenceFlow.Training.Tests.Bundles;

/// <summary>Files that are whole, with the right hashes, but do not fit each other.</summary>
public sealed class BundleConsistencyTests(TinyLesson lesson) : IDisposable
{
    private readonly BundleCopy _bundle = new(lesson);

    [Fact]
    public void Load_OtherVocabulary_NamesTokenizer() =>
        Assert.StartsWith("tokenizer.json: has ", Settings(s => s["edit"]!["flow"]!["vocabulary"] = 9).Refusal());

    [Fact]
    public void Load_OtherTokenizer_NamesTokenizer()
    {
        _bundle.Edit(BundleFiles.Tokenizer, t => ((JsonArray)t["merges"]!).RemoveAt(((JsonArray)t["merges"]!).Count - 1));

        Assert.StartsWith("tokenizer.json: has ", _bundle.Refusal());
    }

    [Fact]
    public void Load_OtherWidth_NamesBody() =>
        Assert.StartsWith("edit-flow-body.onnx: ", Settings(s => s["edit"]!["flow"]!["width"] = 16).Refusal());

    [Fact]
    public void Load_MorePositionsThanTable_NamesBody() =>
        Assert.StartsWith("edit-flow-body.onnx: ", Settings(s => s["edit"]!["flow"]!["maxPromptTokens"] = 49).Refusal());

    [Fact]
    public void Load_OtherMembers_NamesRewards() =>
        Assert.StartsWith("rewards.onnx: ", Settings(s => ((JsonArray)s["edit"]!["calibration"]!["temperatures"]!).Add(1.0)).Refusal());

    [Fact]
    public void Load_MoreBucketsThanTable_NamesRewards() =>
        Assert.StartsWith("rewards.onnx: ", Settings(s => s["edit"]!["encoder"]!["buckets"] = 4096).Refusal());

    [Fact]
    public void Load_SettingsNull_NamesSettings() => Assert.StartsWith("settings.json: ", Settings(s => s["edit"]!["gate"] = null).Refusal());

    [Fact]
    public void Load_SettingMisspelt_NamesIt() => Assert.Contains("minGian", Settings(s => s["edit"]!["gate"]!["minGian"] = 2).Refusal());

    [Theory]
    [InlineData("text", "the text differs")]
    [InlineData("reason", "the decision is")]
    public void Load_GoldenCaseNoLongerHolds_NamesCase(string field, string problem)
    {
        _bundle.Edit(BundleFiles.Golden, golden => golden["edits"]![2]![field] = field == "text" ? "Something else." : "GuardRefused");

        Assert.StartsWith($"golden.json: case 2 is not reproduced: {problem}", _bundle.Refusal());
    }

    [Fact]
    public void Load_OtherGate_NoLongerReproducesGoldenCases() =>
        Assert.StartsWith("golden.json: case ", Settings(s => s["edit"]!["gate"]!["minGain"] = 1000).Refusal());

    [Fact]
    public void Load_RefusedGolden_QuotesNoText() =>
        Assert.DoesNotContain("Something", _bundle.Edit(BundleFiles.Golden, g => g["edits"]![0]!["text"] = "Something else.").Refusal());

    [Fact]
    public void Load_OtherMembersOfSelection_NamesItsRewards() =>
        Assert.StartsWith("answer-rewards.onnx: ", Settings(s => ((JsonArray)s["selection"]!["calibration"]!["temperatures"]!).Add(1.0)).Refusal());

    [Fact]
    public void Load_GoldenSelectionNoLongerHolds_CountsOnFromTheEdits()
    {
        _bundle.Edit(BundleFiles.Golden, golden => golden["selections"]![1]!["reason"] = "GuardRefused");

        Assert.StartsWith("golden.json: case 13 is not reproduced: the decision is", _bundle.Refusal());
    }

    [Fact]
    public void Load_NeitherPart_NamesSettings() => Assert.Equal(
        "settings.json: has neither edit nor selection.",
        Settings(s => (s["edit"], s["selection"]) = (null, null)).Refusal());

    [Fact]
    public void Load_WithoutSelection_OnlyEdits()
    {
        _bundle.Edit(BundleFiles.Golden, golden => golden["selections"] = new JsonArray());
        Settings(s => s["selection"] = null);

        using var bundle = ModelBundle.Load(_bundle.Path);

        Assert.NotNull(bundle.Edit);
        Assert.Null(bundle.Selection);
    }

    [Fact]
    public void Load_WithoutEdit_OnlySelects()
    {
        _bundle.Edit(BundleFiles.Golden, golden => golden["edits"] = new JsonArray());
        Settings(s => s["edit"] = null);

        using var bundle = ModelBundle.Load(_bundle.Path);

        Assert.Null(bundle.Edit);
        Assert.NotNull(bundle.Selection);
    }

    private BundleCopy Settings(Action<JsonNode> change) => _bundle.Edit(BundleFiles.Settings, change);

    public void Dispose() => _bundle.Dispose();
}
