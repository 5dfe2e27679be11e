namespace PreferenceFlow.Service.Streams;

/// <summary>Keeps an edit from forming a stop string with the text around it, which the decision about a sentence does not see.</summary>
internal sealed class StopStrings(IReadOnlyList<string> stops)
{
    private readonly int reach = stops.Select(stop => stop.Length).DefaultIfEmpty(0).Max();
    private string before = ""; // the end of the text so far, as it left

    /// <summary>True when the edit completes and begins no stop string that the original does not.</summary>
    public bool Allow(string original, string edited) => stops.All(stop =>
        (!Stands(stop, edited) || Stands(stop, original)) && BeginAtEnd(stop, edited) <= BeginAtEnd(stop, original));

    /// <summary>Takes the next text that leaves.</summary>
    public void Add(string text)
    {
        var joined = before + text;
        before = joined[Math.Max(0, joined.Length - reach)..];
    }

    private bool Stands(string stop, string text) => (before + text).Contains(stop, StringComparison.Ordinal);

    // Length of the longest beginning of the stop string that the text ends in.
    private static int BeginAtEnd(string stop, string text)
    {
        var length = Math.Min(stop.Length - 1, text.Length);
        while (length > 0 && !text.EndsWith(stop[..length], StringComparison.Ordinal))
            length--;
        return length;
    }
}
