using System.Text.RegularExpressions;
using PreferenceFlow.Service.Tests.Doubles;

namespace PreferenceFlow.Service.Tests.Hosting;

public sealed partial class CompatibilityTests
{
    [Fact]
    public async Task Documentation_TableOfPromises_NamesTestsThatExist()
    {
        var rows = (await File.ReadAllLinesAsync(Repository.File("service/COMPATIBILITY.md")))
            .Where(line => line.StartsWith("| ", StringComparison.Ordinal) && !line.StartsWith("| promise ", StringComparison.Ordinal))
            .Select(line => line.Trim('|').Split('|', StringSplitOptions.TrimEntries))
            .ToList();
        var known = Tests().ToHashSet(StringComparer.Ordinal);

        Assert.Equal(56, rows.Count); // the checklist's boxes, some of them joined
        Assert.All(rows, cells => Assert.Equal(3, cells.Length));
        foreach (var cells in rows)
        {
            Assert.Matches("^`[^`]+`(, `[^`]+`)*$", cells[2]);
            Assert.All(cells[2].Replace("`", "", StringComparison.Ordinal).Split(", "), test => Assert.Contains(test, known));
        }
    }

    // From the sources: some of the tests stand in other projects.
    private static IEnumerable<string> Tests() =>
        from file in Directory.EnumerateFiles(Repository.File("tests"), "*Tests.cs", SearchOption.AllDirectories)
        from method in TestMethod().Matches(File.ReadAllText(file))
        select $"{Path.GetFileNameWithoutExtension(file)}.{method.Groups[1].Value}";

    [GeneratedRegex(@"\[(?:Fact|Theory)[\s\S]*?public (?:async Task|Task|void) (\w+)\(")]
    private static partial Regex TestMethod();
}
