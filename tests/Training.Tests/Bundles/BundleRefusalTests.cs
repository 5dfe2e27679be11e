using System.Text.Json.Nodes;
using PreferenceFlow.FlowModel.Bundles;

namespace PreferenceFlow.Training.Tests.Bundles;

/// <summary>What a bundle is refused for; the message begins with the file.</summary>
public sealed class BundleRefusalTests(TinyLesson lesson) : IDisposable
{
    private readonly BundleCopy _bundle = new(lesson);

    public static TheoryData<string> Files =>
    [
        BundleFiles.Tokenizer, BundleFiles.Settings, BundleFiles.FlowBody, BundleFiles.FlowHeads, BundleFiles.Rewards, BundleFiles.Golden,
        BundleFiles.Report, BundleFiles.ReportPage, BundleFiles.AnswerRewards,
    ];

    [Theory]
    [MemberData(nameof(Files))]
    public void Load_FileCut_NamesFile(string file)
    {
        using (var stream = File.OpenWrite(_bundle[file]))
            stream.SetLength(stream.Length / 2);

        Assert.StartsWith($"{file}: was changed or cut", _bundle.Refusal());
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Load_OneByteChanged_NamesFile(string file)
    {
        var bytes = File.ReadAllBytes(_bundle[file]);
        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(_bundle[file], bytes);

        Assert.StartsWith($"{file}: was changed or cut", _bundle.Refusal());
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Load_FileMissing_NamesFile(string file)
    {
        File.Delete(_bundle[file]);

        Assert.Equal($"{file}: is missing.", _bundle.Refusal());
    }

    [Theory]
    [InlineData(BundleFiles.FlowBody)]
    [InlineData(BundleFiles.FlowHeads)]
    [InlineData(BundleFiles.Rewards)]
    [InlineData(BundleFiles.AnswerRewards)]
    [InlineData(BundleFiles.Tokenizer)]
    [InlineData(BundleFiles.Settings)]
    [InlineData(BundleFiles.Golden)]
    public void Load_GarbageWithRightHash_NamesFile(string file) =>
        Assert.StartsWith($"{file}: ", _bundle.Write(file, "garbage").Refusal());

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    public void Load_ManifestNoManifest_NamesIt(string content) =>
        Assert.StartsWith("manifest.json: ", _bundle.Write(BundleManifest.FileName, content).Refusal());

    [Theory]
    [InlineData("files")]
    [InlineData("id")]
    [InlineData("dataSha256")]
    [InlineData("figures")]
    public void Load_ManifestFieldNull_NamesIt(string field) =>
        Assert.StartsWith("manifest.json: ", _bundle.Edit(BundleManifest.FileName, m => m[field] = null).Refusal());

    [Fact]
    public void Load_ManifestMissing_NamesIt()
    {
        File.Delete(_bundle[BundleManifest.FileName]);

        Assert.StartsWith("manifest.json: ", _bundle.Refusal());
    }

    [Fact]
    public void Load_FileDescribedByNull_NamesFile() =>
        Assert.StartsWith("rewards.onnx: ", _bundle.Edit(BundleManifest.FileName, m => m["files"]![BundleFiles.Rewards] = null).Refusal());

    [Fact]
    public void Load_FileNotListed_NamesFile()
    {
        _bundle.Edit(BundleManifest.FileName, m => ((JsonObject)m["files"]!).Remove(BundleFiles.Rewards));

        Assert.Equal("manifest.json: does not list rewards.onnx, which the settings ask for.", _bundle.Refusal());
    }

    [Fact]
    public void Load_FileOutsideDirectory_IsRefused()
    {
        _bundle.Edit(BundleManifest.FileName, m => m["files"]!["../secret"] = new JsonObject { ["bytes"] = 1, ["sha256"] = "00" });

        Assert.Equal("../secret: is missing.", _bundle.Refusal());
    }

    [Fact]
    public void Load_OtherSchema_IsRefused() =>
        Assert.Equal(
            "manifest.json: schema 2 is not the one read here, 3.",
            _bundle.Edit(BundleManifest.FileName, m => m["schemaVersion"] = 2).Refusal());

    [Fact]
    public void Load_NoDirectory_IsRefused() =>
        Assert.Contains("no such directory", Assert.Throws<BundleException>(() => ModelBundle.Load(_bundle["nothing"])).Message);

    public void Dispose() => _bundle.Dispose();
}
