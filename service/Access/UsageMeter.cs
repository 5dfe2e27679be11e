using System.Buffers;
using System.Text.Json;

namespace PreferenceFlow.Service.Access;

/// <summary>Counts the tokens of one exchange from the bytes that pass: what the answer's <c>usage</c> says, else an estimate.</summary>
/// <remarks>
/// The name cannot stand unescaped in a text, so no prompt or answer can pretend a usage. Of several (Anthropic sends one at the start of a
/// stream and one at its end) the largest figures count. The estimate: four bytes to a token, in a stream of events one event to a token.
/// </remarks>
internal sealed class UsageMeter
{
    private const int Longest = 4096; // of a usage object

    private readonly ArrayBufferWriter<byte> held = new(); // what may be the start of a usage object
    private long sent, received, events, input, output, total;

    /// <summary>True where <see cref="Tokens"/> is the upstream's own figure.</summary>
    public bool Told => total + input + output > 0;

    public long Tokens => Told ? Math.Max(total, input + output) : (sent + 3) / 4 + (events > 0 ? events : (received + 3) / 4);

    public void Ask(ReadOnlySpan<byte> bytes) => sent += bytes.Length;

    public void Answer(ReadOnlySpan<byte> bytes)
    {
        received += bytes.Length;
        events += bytes.Count("data:"u8);
        held.Write(bytes);
        var rest = Read(held.WrittenSpan).ToArray();
        held.ResetWrittenCount();
        held.Write(rest);
    }

    /// <returns>The end, in which a usage object may have begun.</returns>
    private ReadOnlySpan<byte> Read(ReadOnlySpan<byte> bytes)
    {
        var name = "\"usage\""u8;
        int at;
        while ((at = bytes.IndexOf(name)) >= 0)
        {
            var value = bytes[(at + name.Length)..].TrimStart(" \t\r\n:"u8);
            if (!TryReadObject(value) && value.Length < Longest)
                return bytes[at..];
            bytes = bytes[(at + name.Length)..];
        }

        return bytes[^Math.Min(bytes.Length, name.Length - 1)..];
    }

    /// <returns>False where it has not ended yet.</returns>
    private bool TryReadObject(ReadOnlySpan<byte> json)
    {
        if (json.Length > 0 && json[0] != (byte)'{')
            return true; // null, or another's member
        var reader = new Utf8JsonReader(json, isFinalBlock: false, default);
        try
        {
            ReadOnlySpan<byte> member = [];
            while (reader.Read())
            {
                if (reader is { TokenType: JsonTokenType.EndObject, CurrentDepth: 0 })
                    return true;
                if (reader is { TokenType: JsonTokenType.PropertyName, CurrentDepth: 1 })
                    member = reader.ValueSpan;
                else if (reader is { TokenType: JsonTokenType.Number, CurrentDepth: 1 } && reader.TryGetInt64(out var count))
                    Take(member, count);
            }

            return false;
        }
        catch (JsonException)
        {
            return true;
        }
    }

    private void Take(ReadOnlySpan<byte> member, long count)
    {
        if (member.SequenceEqual("total_tokens"u8))
            total = Math.Max(total, count);
        else if (member.SequenceEqual("prompt_tokens"u8) || member.SequenceEqual("input_tokens"u8))
            input = Math.Max(input, count);
        else if (member.SequenceEqual("completion_tokens"u8) || member.SequenceEqual("output_tokens"u8))
            output = Math.Max(output, count);
    }
}
