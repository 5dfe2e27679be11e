using PreferenceFlow.FlowModel.Bundles;
using PreferenceFlow.Training.Loop;

namespace PreferenceFlow.Training.Tests.Bundles;

/// <summary>A bundle is written whole or not at all.</summary>
public sealed class BundleWriterTests(TinyLesson lesson) : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    [Fact]
    public void Complete_SameContent_DecidesTheSameUnderTheSameId()
    {
        using var first = Write(_directory["first"]);
        using var second = Write(_directory["second"]);

        Assert.Equal(lesson.Bundle.Id, first.Id);
        Assert.Equal(first.Id, second.Id);
        Assert.Equal(first.Manifest.Files, second.Manifest.Files);
        Assert.All(lesson.Parts.HeldOut.Take(10), pair =>
        {
            var decision = first.Edit!.Aligner.Decide(new() { Prompt = pair.Prompt, Answer = pair.Rejected }, CancellationToken.None);
            var expected = lesson.Decide(pair.Rejected, pair.Prompt);
            Assert.Equal(expected with { Edits = [], Times = default }, decision with { Edits = [], Times = default });
        });
    }

    [Fact]
    public void Complete_OtherContent_HasAnotherId()
    {
        using var writer = new BundleWriter(_directory["bundle"]);
        Fill(writer);
        var before = writer.Describe(1, TinyLesson.DataSha256, new Dictionary<string, double>()).Id;

        writer.Add(BundleFiles.Settings, lesson.Bundle.Settings with { HeldOut = 0.5 });

        Assert.NotEqual(before, writer.Describe(1, TinyLesson.DataSha256, new Dictionary<string, double>()).Id);
    }

    [Fact]
    public void Complete_OverOldBundle_ReplacesIt()
    {
        using (var old = Write(_directory["bundle"]))
            File.WriteAllText(Path.Combine(_directory["bundle"], "left-over"), "old");

        using var bundle = Write(_directory["bundle"]);

        Assert.False(File.Exists(Path.Combine(_directory["bundle"], "left-over")));
        Assert.Equal([_directory["bundle"]], Directory.GetDirectories(_directory.Path));
    }

    [Fact]
    public void Dispose_NotCompleted_LeavesOldBundle()
    {
        using var old = Write(_directory["bundle"]);

        using (var writer = new BundleWriter(_directory["bundle"]))
            writer.Add(BundleFiles.Rewards, [1, 2, 3]);

        using var left = ModelBundle.Load(_directory["bundle"]);
        Assert.Equal(old.Id, left.Id);
        Assert.Equal([_directory["bundle"]], Directory.GetDirectories(_directory.Path));
    }

    [Fact]
    public void Create_AfterKilledProcessOfSameId_StartsEmpty()
    {
        var stale = Directory.CreateDirectory(_directory[$"bundle.{Environment.ProcessId}.new"]).FullName;
        File.WriteAllText(Path.Combine(stale, "half.onnx"), "half");

        using var writer = new BundleWriter(_directory["bundle"]);

        Assert.Empty(writer.Describe(1, "", new Dictionary<string, double>()).Files);
    }

    [Fact]
    public void RequireReplaceable_DirectoryOfOtherThings_IsRefused()
    {
        File.WriteAllText(_directory["thesis.tex"], "years of work");

        var exception = Assert.Throws<TrainingFailedException>(() => BundleWriter.RequireReplaceable(_directory.Path));

        Assert.Contains("not a bundle", exception.Message);
        BundleWriter.RequireReplaceable(_directory["new"]);
        BundleWriter.RequireReplaceable(lesson.Directory);
    }

    private ModelBundle Write(string target)
    {
        using var writer = new BundleWriter(target);
        Fill(writer);
        writer.Complete(writer.Describe(1, TinyLesson.DataSha256, new Dictionary<string, double>()));
        return ModelBundle.Load(target);
    }

    private void Fill(BundleWriter writer)
    {
        foreach (var file in lesson.Bundle.Manifest.Files.Keys)
            writer.Add(file, File.ReadAllBytes(Path.Combine(lesson.Directory, file)));
    }

    public void Dispose() => _directory.Dispose();
}
