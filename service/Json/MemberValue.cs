using System.Text;
using System.Text.Json;

namespace PreferenceFlow.Service.Json;

/// <summary>The edit that gives a member of an object another value, or adds the member.</summary>
internal static class MemberValue
{
    /// <param name="json">The document.</param>
    /// <param name="parent">The object in it.</param>
    /// <param name="name">The member, in ASCII without what JSON escapes. Where it stands more than once the last one counts, and changes.</param>
    /// <param name="value">The value's JSON.</param>
    public static ByteEdit Set(ReadOnlySpan<byte> json, JsonSlice parent, string name, ReadOnlySpan<byte> value)
    {
        var members = JsonSlices.Members(json, parent);
        var at = members.FindLastIndex(member => member.Name == name);
        if (at >= 0)
            return new(members[at].Value.Start, members[at].Value.End, value.ToArray());
        byte[] added = [.. Encoding.ASCII.GetBytes($"\"{name}\":"), .. value, .. members.Count > 0 ? ","u8 : []];
        return new(parent.Start + 1, parent.Start + 1, added);
    }

    /// <summary>The document, an object, with one member set.</summary>
    /// <exception cref="JsonException">It is no JSON object.</exception>
    public static ReadOnlyMemory<byte> With(ReadOnlyMemory<byte> json, string name, ReadOnlySpan<byte> value) =>
        ByteSplice.Apply(json, [Set(json.Span, JsonSlices.Root(json.Span), name, value)]);
}
