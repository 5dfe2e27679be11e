namespace PreferenceFlow.Service.Tests.Doubles;

/// <summary>The working copy that the tests were built from.</summary>
internal static class Repository
{
    public static string File(string path)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!System.IO.File.Exists(Path.Combine(folder.FullName, "Service.sln")))
            folder = folder.Parent!;
        return Path.Combine(folder.FullName, path);
    }
}
