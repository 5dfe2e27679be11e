using PreferenceFlow.FlowModel.Decisions;
using PreferenceFlow.FlowModel.Text;

namespace PreferenceFlow.Service.Tests.Doubles;

/// <summary>Replaces words in the sentences of an answer and nowhere else, as the real rule does.</summary>
internal sealed class SentenceAligner(string word, string replacement) : IAligner
{
    public AlignmentDecision Decide(AlignmentRequest request, CancellationToken cancellationToken)
    {
        var edits = new List<TextEdit>();
        foreach (var sentence in Segmenter.Cut(request.Answer).Where(segment => segment.Editable))
        {
            for (int at = 0; (at = sentence.Text.IndexOf(word, at, StringComparison.Ordinal)) >= 0; at += word.Length)
                edits.Add(new(sentence.Start + at, word, replacement));
        }

        return new()
        {
            Text = edits.Count > 0 ? TextDiff.Apply(request.Answer, edits) : request.Answer,
            Reason = edits.Count > 0 ? AlignmentReason.Edited : AlignmentReason.NothingProposed,
            Edits = edits,
            Times = default,
        };
    }
}
