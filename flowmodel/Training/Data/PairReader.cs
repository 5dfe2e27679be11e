using System.Text.Json;

namespace PreferenceFlow.Training.Data;

/// <summary>
/// Reads preference pairs from JSON lines, gzipped or not. Each line is an object in one of these forms:
/// <list type="bullet">
/// <item><c>prompt</c> (text or messages; may be absent), <c>chosen</c> and <c>rejected</c> (text, messages, or an array of either);</item>
/// <item><c>chosen</c> and <c>rejected</c> alone, as dialogues that share all but the last turn: messages, or text with
/// <c>Human:</c> and <c>Assistant:</c> turns (HH-RLHF);</item>
/// <item><c>input.messages</c>, <c>preferred_output</c> and <c>non_preferred_output</c> (OpenAI's fine-tuning API).</item>
/// </list>
/// Optional in each: <c>margin</c>, <c>weight</c>, <c>agreement</c> (numbers), <c>annotator</c>, <c>objective</c>, <c>split</c> (text). Other fields are
/// ignored.
/// </summary>
public static class PairReader
{
    /// <summary>Longest line, in bytes.</summary>
    public const int LongestLine = 16 * 1024 * 1024;

    /// <summary>Reads a whole file.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">A line is bad and the policy is to stop; the message names file, line and field.</exception>
    public static PairFile Read(string path, BadLinePolicy policy)
    {
        using var stream = File.OpenRead(path);
        return Read(stream, path, policy, LongestLine);
    }

    /// <summary>Reads a stream to its end.</summary>
    /// <param name="stream">JSON lines in UTF-8, gzipped or not.</param>
    /// <param name="name">What to call the stream in an error.</param>
    /// <param name="policy">What to do about a bad line.</param>
    /// <param name="longestLine">Longest line, in bytes.</param>
    /// <exception cref="InvalidDataException">A line is bad and the policy is to stop; the message names it and the field.</exception>
    public static PairFile Read(Stream stream, string name, BadLinePolicy policy, int longestLine)
    {
        var (pairs, bad) = (new List<PreferencePair>(), new List<BadLine>());
        var lines = 0;
        foreach (var line in JsonLines.Read(stream, longestLine))
        {
            lines++;
            var before = bad.Count;
            if (line.Problem is { } problem)
                bad.Add(new BadLine(line.Number, problem));
            else
                Parse(line, pairs, bad);

            if (policy == BadLinePolicy.Stop && bad.Count > before)
                throw new InvalidDataException($"{name}, line {bad[before].Number}: {bad[before].Reason}");
        }

        return new PairFile { Pairs = pairs, BadLines = bad, Lines = lines };
    }

    private static void Parse(JsonLine line, List<PreferencePair> pairs, List<BadLine> bad)
    {
        try
        {
            using var document = JsonDocument.Parse(line.Bytes);
            foreach (var pair in PairParser.Parse(document.RootElement))
            {
                if (Problem(pair) is { } problem)
                    bad.Add(new BadLine(line.Number, problem));
                else
                    pairs.Add(pair.Pair with { Line = line.Number });
            }
        }
        catch (JsonException exception)
        {
            bad.Add(new BadLine(line.Number, $"not valid JSON: {exception.Message}"));
        }
        catch (PairFormatException exception)
        {
            bad.Add(new BadLine(line.Number, exception.Message));
        }
    }

    private static string? Problem(ParsedPair parsed) =>
        string.IsNullOrWhiteSpace(parsed.Pair.Chosen) ? PairFormatException.Describe(parsed.ChosenField, "text", "an empty one")
        : string.IsNullOrWhiteSpace(parsed.Pair.Rejected) ? PairFormatException.Describe(parsed.RejectedField, "text", "an empty one")
        : parsed.Pair.Chosen != parsed.Pair.Rejected ? null
        : PairFormatException.Describe(parsed.ChosenField, $"another text than '{parsed.RejectedField}'", "the same");
}
