using PreferenceFlow.FlowModel.EditFlow;
using PreferenceFlow.FlowModel.Text;
using PreferenceFlow.Training.Data;

namespace PreferenceFlow.Training.EditFlow;

/// <summary>Cuts pairs into aligned segments, as the service will cut answers.</summary>
internal sealed class EditExampleBuilder(ByteBpeTokenizer tokenizer, EditFlowShape shape, EditFlowOptions options)
{
    /// <summary>Examples that were left out because a side is longer than the network takes.</summary>
    public int TooLong { get; private set; }

    /// <summary>Examples that were left out because they are rewrites, not edits.</summary>
    public int TooFar { get; private set; }

    /// <summary>The examples, grouped by source segment: one group a segment, one member for each of its chosen versions.</summary>
    public List<EditExample[]> Build(IEnumerable<PreferencePair> pairs) =>
        [.. pairs
            .SelectMany(pair => SegmentCutter.Cut(pair.Rejected, Segmenter.Cut(pair.Rejected), pair.Chosen)
                .Where(piece => piece.Rejected.Editable)
                .Select(piece => (pair.Prompt, Source: piece.Rejected.Text, Target: piece.Chosen.Trim(), pair.Weight)))
            .Where(piece => piece.Target.Length > 0)
            .GroupBy(piece => (piece.Prompt, piece.Source))
            .Select(group => group.DistinctBy(g => g.Target)
                .Select(g => Align(group.Key.Prompt, group.Key.Source, g.Target) is { } example ? example with { Weight = g.Weight } : null)
                .OfType<EditExample>().ToArray())
            .Where(group => group.Length > 0)];

    /// <summary>
    /// Aligns by words, then the tokens within a word that was replaced by another: an edit then takes or leaves whole words, and
    /// the network does not learn to cut one in two.
    /// </summary>
    public EditExample? Align(string prompt, string source, string target)
    {
        var (left, right) = (tokenizer.EncodeWords(TextEditor.Spaced(source)), tokenizer.EncodeWords(TextEditor.Spaced(target)));
        var words = new Dictionary<string, int>();
        var byId = new List<int[]>();
        int Id(int[] word)
        {
            var key = string.Join(' ', word);
            if (words.TryGetValue(key, out var id))
                return id;
            byId.Add(word);
            return words[key] = byId.Count - 1;
        }

        var aligned = Alignment.Of([.. left.Select(Id)], [.. right.Select(Id)]);
        var (padded0, padded1) = (new List<int>(), new List<int>());
        foreach (var (a, b) in aligned.Z0.Zip(aligned.Z1))
        {
            int[] from = a == Alignment.Blank ? [] : byId[a];
            int[] to = b == Alignment.Blank ? [] : byId[b];
            for (var i = 0; i < Math.Max(from.Length, to.Length); i++)
            {
                padded0.Add(i < from.Length ? from[i] : Alignment.Blank);
                padded1.Add(i < to.Length ? to[i] : Alignment.Blank);
            }
        }

        // A text on its way holds at most every position of the alignment.
        if (padded0.Count > shape.MaxAnswerTokens)
        {
            TooLong++;
            return null;
        }

        var example = new EditExample(tokenizer.Encode(TextEditor.Spaced(prompt)), [.. padded0], [.. padded1]);
        if (example.EditRatio <= options.MaxEditRatio)
            return example;
        TooFar++;
        return null;
    }
}
