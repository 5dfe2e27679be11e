using System.Reflection;
using PreferenceFlow.Service.Tests.Doubles;

namespace PreferenceFlow.Service.Tests.Hosting;

public sealed class ThreatTests
{
    [Fact]
    public async Task Documentation_TableOfThreats_NamesTheTestsOfEach()
    {
        var written = (await File.ReadAllLinesAsync(Repository.File("service/THREATS.md")))
            .Where(line => line.StartsWith("| ", StringComparison.Ordinal))
            .Skip(1)
            .Select(line => line.Trim('|').Split('|', StringSplitOptions.TrimEntries))
            .ToDictionary(cells => cells[0], cells => cells[2].Replace("`", "", StringComparison.Ordinal).Split(", ").Order());

        var tested =
            from type in typeof(ThreatTests).Assembly.GetTypes()
            from method in type.GetMethods()
            from trait in method.GetCustomAttributes<TraitAttribute>()
            where trait.Name == "Threat"
            group $"{type.Name}.{method.Name}" by trait.Value;

        Assert.Equal(tested.ToDictionary(group => group.Key, group => group.Order()), written);
    }
}
