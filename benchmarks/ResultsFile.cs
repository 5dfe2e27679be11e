using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace PreferenceFlow.Benchmarks;

/// <summary>A results file that several commands write their own fields of.</summary>
internal static class ResultsFile
{
    private static readonly JsonSerializerOptions s_json = new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <summary>The option that names the file; <c>benchmarks/results/NAME.json</c> by default.</summary>
    public static Option<FileInfo> Option(string name) => new("--json")
    {
        Description = "Results file.",
        DefaultValueFactory = _ => new($"benchmarks/results/{name}.json"),
    };

    /// <summary>Sets fields at the top, and leaves all others.</summary>
    public static void Merge(FileInfo file, IReadOnlyDictionary<string, object> fields)
    {
        var root = File.Exists(file.FullName) ? JsonNode.Parse(File.ReadAllText(file.FullName))!.AsObject() : [];
        foreach (var (name, value) in fields)
            root[name] = JsonSerializer.SerializeToNode(value, s_json);
        file.Directory!.Create();
        File.WriteAllText(file.FullName, root.ToJsonString(s_json) + "\n");
    }
}
