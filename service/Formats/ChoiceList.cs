using System.Buffers;
using System.Text;
using System.Text.Json;
using PreferenceFlow.Service.Json;

namespace PreferenceFlow.Service.Formats;

/// <summary>Takes choices out of a document's <c>choices</c> and puts them in another order.</summary>
internal static class ChoiceList
{
    /// <param name="json">A document, or the data of an event.</param>
    /// <param name="kept">The choices that stay: the first one becomes choice 0, and so on.</param>
    /// <param name="numberOf">Which choice an element is, by itself and its position.</param>
    /// <returns>The same bytes where all stay as they are; null where there were choices and none is left.</returns>
    public static ReadOnlyMemory<byte>? Keep(
        ReadOnlyMemory<byte> json, IReadOnlyList<long> kept, Func<JsonObjectView, int, long> numberOf)
    {
        var places = kept.Index().ToDictionary(choice => choice.Item, choice => choice.Index);
        var root = new JsonObjectView(json, JsonSlices.Root(json.Span));
        if (root["choices"] is not { Kind: JsonTokenType.StartArray } array)
            return json;

        var elements = root.Array("choices").FindAll(element => element.Kind == JsonTokenType.StartObject);
        var left = new SortedList<int, (JsonSlice Slice, bool IsAtPlace)>();
        foreach (var (position, slice) in elements.Index())
        {
            var choice = new JsonObjectView(json, slice);
            if (places.TryGetValue(numberOf(choice, position), out var place))
                left.TryAdd(place, (slice, (choice.Integer("index") ?? place) == place));
        }

        var slices = left.Values.Select(choice => choice.Slice).ToList();
        if (slices.SequenceEqual(elements) && left.Values.All(choice => choice.IsAtPlace))
            return json;
        if (slices.Count == 0)
            return null;
        return ByteSplice.Apply(json, [new(array.Start, array.End, Joined(json, left))]);
    }

    private static byte[] Joined(ReadOnlyMemory<byte> json, SortedList<int, (JsonSlice Slice, bool IsAtPlace)> choices)
    {
        var output = new ArrayBufferWriter<byte>();
        foreach (var (place, (slice, isAtPlace)) in choices)
        {
            output.Write(output.WrittenCount == 0 ? "["u8 : ","u8);
            var choice = json[slice.Start..slice.End];
            output.Write((isAtPlace ? choice : MemberValue.With(choice, "index", Encoding.ASCII.GetBytes($"{place}"))).Span);
        }

        output.Write("]"u8);
        return output.WrittenSpan.ToArray();
    }
}
