using System.Text.Json;

namespace PreferenceFlow.FlowModel.Text;

/// <summary>
/// The tokenizer as a JSON file: <c>format</c>, <c>version</c>, <c>preTokenizer</c> and <c>merges</c> as pairs of token ids.
/// </summary>
internal static class TokenizerFile
{
    private const string Format = "preference-flow-byte-bpe";
    private const int Version = 1;

    public static void Write(string path, IReadOnlyList<BpeMerge> merges)
    {
        using var stream = File.Create(path);
        using var json = new Utf8JsonWriter(stream);
        json.WriteStartObject();
        json.WriteString("format", Format);
        json.WriteNumber("version", Version);
        json.WriteString("preTokenizer", PreTokenizer.Name);
        json.WriteStartArray("merges");
        foreach (var merge in merges)
        {
            json.WriteStartArray();
            json.WriteNumberValue(merge.Left);
            json.WriteNumberValue(merge.Right);
            json.WriteEndArray();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is not a tokenizer of this version; the message names file and field.</exception>
    public static List<BpeMerge> Read(string path)
    {
        if (!File.Exists(path))
            throw new FileNotFoundException($"Tokenizer file '{path}' does not exist.", path);
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            return Read(path, document.RootElement);
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"Tokenizer file '{path}' is not valid JSON: {exception.Message}", exception);
        }
    }

    private static List<BpeMerge> Read(string path, JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object)
            throw Bad(path, "root", "expected an object");
        if (Text(path, root, "format") is var format && format != Format)
            throw Bad(path, "format", $"expected '{Format}', found '{format}'");
        if (!root.TryGetProperty("version", out var version) || !version.TryGetInt32(out var number) || number != Version)
            throw Bad(path, "version", $"expected {Version}, found {Describe(version)}");
        if (Text(path, root, "preTokenizer") is var rules && rules != PreTokenizer.Name)
            throw Bad(path, "preTokenizer", $"expected '{PreTokenizer.Name}', found '{rules}'");
        if (!root.TryGetProperty("merges", out var list) || list.ValueKind != JsonValueKind.Array)
            throw Bad(path, "merges", "expected an array of pairs of token ids");

        var merges = new List<BpeMerge>(list.GetArrayLength());
        var seen = new HashSet<BpeMerge>();
        foreach (var item in list.EnumerateArray())
        {
            var limit = ByteBpeTokenizer.FirstMerge + merges.Count;
            var field = $"merges[{merges.Count}]";
            if (Merge(item, limit) is not { } merge)
                throw Bad(path, field, $"expected two token ids from {ByteBpeTokenizer.FirstByte} to {limit - 1}, found {Describe(item)}");
            if (!seen.Add(merge))
                throw Bad(path, field, $"the pair {Describe(item)} stands there twice");
            merges.Add(merge);
        }

        return merges;
    }

    private static BpeMerge? Merge(JsonElement item, int limit) =>
        item.ValueKind == JsonValueKind.Array && item.GetArrayLength() == 2
        && IsId(item[0], limit, out var left) && IsId(item[1], limit, out var right)
            ? new BpeMerge(left, right)
            : null;

    private static string Describe(JsonElement value) => value.ValueKind == JsonValueKind.Undefined ? "nothing" : value.GetRawText();

    private static bool IsId(JsonElement element, int limit, out int id)
    {
        id = 0;
        return element.ValueKind == JsonValueKind.Number && element.TryGetInt32(out id) && id >= ByteBpeTokenizer.FirstByte && id < limit;
    }

    private static string Text(string path, JsonElement root, string field) =>
        root.TryGetProperty(field, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()!
            : throw Bad(path, field, "expected a string");

    private static InvalidDataException Bad(string path, string field, string what) =>
        new($"Tokenizer file '{path}', field '{field}': {what}.");
}
