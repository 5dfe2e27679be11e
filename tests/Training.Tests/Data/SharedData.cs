namespace PreferenceFlow.Training.Tests.Data;

/// <summary>The public data sets that lie beside the repository on some machines, in <c>../shared/data</c>.</summary>
internal static class SharedData
{
    /// <summary>Path of a file of the data sets. Skips the test where they are absent.</summary>
    public static string Path(string file)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (!File.Exists(System.IO.Path.Combine(folder.FullName, "Service.sln")))
                continue;
            var path = System.IO.Path.GetFullPath(System.IO.Path.Combine(folder.FullName, "..", "shared", "data", file));
            Assert.SkipUnless(File.Exists(path), $"The shared data file {path} is absent.");
            return path;
        }

        Assert.Skip("The test does not run inside the repository, so there is no ../shared/data.");
        return "";
    }
}
