using System.Text;

namespace PreferenceFlow.Service.Streams;

/// <summary>A text as it came and as it left.</summary>
internal sealed class ToldText
{
    private readonly StringBuilder came = new(), left = new();

    public void Add(string original, string sent)
    {
        came.Append(original);
        left.Append(sent);
    }

    /// <summary>What to tell in the place of a repetition of the text; another text is no repetition and stays.</summary>
    public string Instead(string repeat) => came.Equals(repeat) ? left.ToString() : repeat;
}
