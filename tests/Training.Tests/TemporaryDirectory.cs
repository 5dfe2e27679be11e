namespace PreferenceFlow.Training.Tests;

/// <summary>A directory of a test's own, gone with it.</summary>
internal sealed class TemporaryDirectory : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("pflow-test-").FullName;

    public string this[string name] => System.IO.Path.Combine(Path, name);

    /// <summary>Copies a directory without its subdirectories.</summary>
    public string Copy(string directory, string name)
    {
        var target = Directory.CreateDirectory(this[name]).FullName;
        foreach (var file in Directory.GetFiles(directory))
            File.Copy(file, System.IO.Path.Combine(target, System.IO.Path.GetFileName(file)));
        return target;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
