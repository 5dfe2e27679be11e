using System.Xml.Linq;

namespace PreferenceFlow.FlowModel.Tests;

/// <summary>The direction of references and the fence around each heavy package, read from the project files.</summary>
public sealed class ReferencesTests
{
    private static readonly string s_root = FindRoot();

    [Theory]
    [InlineData("clients/PreferenceFlow.Clients.csproj")]
    [InlineData("flowmodel/FlowModel/PreferenceFlow.FlowModel.csproj")]
    [InlineData("flowmodel/Training/PreferenceFlow.Training.csproj", "PreferenceFlow.FlowModel")]
    [InlineData("flowmodel/Cli/PreferenceFlow.Cli.csproj", "PreferenceFlow.Clients", "PreferenceFlow.Training")]
    [InlineData("service/PreferenceFlow.Service.csproj", "PreferenceFlow.Clients", "PreferenceFlow.FlowModel")]
    public void Project_References_OnlyWhatLiesBelow(string project, params string[] allowed) =>
        Assert.Equal(allowed, Load(project).Descendants("ProjectReference").Select(r => Path.GetFileNameWithoutExtension(r.Attribute("Include")!.Value)).Order());

    [Theory]
    [InlineData("UsesRefit", "clients")]
    [InlineData("UsesOnnxRuntime", "flowmodel/FlowModel")]
    [InlineData("UsesTorchSharp", "flowmodel/Training")]
    public void HeavyPackage_IsFenced(string property, string folder)
    {
        string[] projects = ["clients", "service", "flowmodel/FlowModel", "flowmodel/Training", "flowmodel/Cli"];

        var users = projects.Where(p => Load(Directory.GetFiles(Path.Combine(s_root, p), "*.csproj").Single()).Descendants(property).Any());

        Assert.Equal([folder], users);
    }

    private static XDocument Load(string project) => XDocument.Load(Path.Combine(s_root, project));

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Service.sln")))
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("Service.sln was not found above the tests.");
        return folder;
    }
}
