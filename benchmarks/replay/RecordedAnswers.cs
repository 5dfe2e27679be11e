using System.Buffers.Binary;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace PreferenceFlow.Replay;

/// <summary>One line of the file of recorded answers.</summary>
/// <param name="Prompt">The last user message that it answers.</param>
/// <param name="Answer">The answer's text.</param>
/// <param name="Model">The model that gave it; null takes the request's.</param>
public sealed record RecordedAnswer(string Prompt, string Answer, string? Model = null);

/// <summary>The answers to replay: by exact prompt, else by a stable hash of the prompt.</summary>
public sealed class RecordedAnswers
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    private readonly IReadOnlyList<RecordedAnswer> answers;
    private readonly Dictionary<string, int> byPrompt = new(StringComparer.Ordinal);

    /// <exception cref="ArgumentException">There is no answer.</exception>
    public RecordedAnswers(IReadOnlyList<RecordedAnswer> answers)
    {
        if (answers.Count == 0)
            throw new ArgumentException("There are no recorded answers.", nameof(answers));
        this.answers = answers;
        for (var index = 0; index < answers.Count; index++)
            byPrompt.TryAdd(answers[index].Prompt, index);
    }

    /// <summary>Reads JSON lines, gzip-compressed where the name ends in <c>.gz</c>.</summary>
    /// <exception cref="InvalidDataException">A line is not an answer; the message has its number.</exception>
    public static RecordedAnswers Load(string path)
    {
        using Stream file = File.OpenRead(path);
        var compressed = path.EndsWith(".gz", StringComparison.Ordinal);
        using var reader = new StreamReader(compressed ? new GZipStream(file, CompressionMode.Decompress) : file);
        var answers = new List<RecordedAnswer>();
        for (var number = 1; reader.ReadLine() is { } line; number++)
        {
            if (string.IsNullOrWhiteSpace(line))
                continue;
            try
            {
                if (JsonSerializer.Deserialize<RecordedAnswer>(line, Web) is not { Prompt: not null, Answer: not null } answer)
                    throw new InvalidDataException($"{path}:{number}: prompt and answer are required.");
                answers.Add(answer);
            }
            catch (JsonException exception)
            {
                throw new InvalidDataException($"{path}:{number}: not a JSON object with prompt and answer.", exception);
            }
        }

        return answers.Count > 0 ? new RecordedAnswers(answers) : throw new InvalidDataException($"{path}: no recorded answers.");
    }

    /// <summary>The answer to a prompt.</summary>
    /// <param name="choice">Which of several choices of one request; the first is the exact match.</param>
    public RecordedAnswer Find(string prompt, int choice)
    {
        var first = byPrompt.TryGetValue(prompt, out var exact)
            ? exact
            : (int)(BinaryPrimitives.ReadUInt32LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(prompt))) % (uint)answers.Count);
        return answers[(first + choice) % answers.Count];
    }
}
