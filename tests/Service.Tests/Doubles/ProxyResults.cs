using System.Text.Json;
using System.Text.Json.Nodes;

namespace PreferenceFlow.Service.Tests.Doubles;

/// <summary>Writes what was counted into the file that <c>PFLOW_RESULTS</c> names, benchmarks/results/proxy.json for instance.</summary>
internal static class ProxyResults
{
    private static readonly Lock Gate = new();
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };
    private static readonly HashSet<string> Faults = [];
    private static int byteEqual;

    /// <param name="checks">Checks that were the same with and without the proxy.</param>
    public static void Client(string name, int checks) => Write(results => (results["clients"] ??= new JsonObject())[name] = checks);

    /// <param name="exchanges">Further exchanges that were the same to the byte.</param>
    public static void ByteEqual(int exchanges) => Write(results => results["byte_equal_exchanges"] = byteEqual += exchanges);

    /// <param name="name">A fault that has had its outcome; it counts once, on whatever ways.</param>
    public static void Fault(string name) => Write(results => results["faults"] = Count(name));

    private static int Count(string fault)
    {
        Faults.Add(fault);
        return Faults.Count;
    }

    private static void Write(Action<JsonNode> change)
    {
        if (Environment.GetEnvironmentVariable("PFLOW_RESULTS") is not { Length: > 0 } path)
            return;
        lock (Gate)
        {
            var results = File.Exists(path) ? JsonNode.Parse(File.ReadAllText(path))! : new JsonObject();
            change(results);
            File.WriteAllText(path, results.ToJsonString(Indented) + "\n");
        }
    }
}
