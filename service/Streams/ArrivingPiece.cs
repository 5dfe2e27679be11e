using System.Text;
using PreferenceFlow.Service.Formats;

namespace PreferenceFlow.Service.Streams;

/// <summary>A piece of text of an event that waits, as far as it is decided about.</summary>
internal sealed class ArrivingPiece(TextPiece piece)
{
    private readonly StringBuilder decided = new();
    private int taken;

    public TextPiece Piece => piece;

    /// <summary>Characters not decided about.</summary>
    public int Left => piece.Text.Length - taken;

    /// <summary>What was decided about in its new words, the rest as it came.</summary>
    public string Text => decided + piece.Text[taken..];

    /// <summary>Takes the next characters of the original, to put others in their place.</summary>
    public string Take(int most)
    {
        var text = piece.Text.Substring(taken, Math.Min(most, Left));
        taken += text.Length;
        return text;
    }

    public void Put(string text) => decided.Append(text);
}
