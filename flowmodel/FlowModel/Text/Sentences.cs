using System.Buffers;

namespace PreferenceFlow.FlowModel.Text;

/// <summary>
/// Finds the sentences of a paragraph. A full stop ends one when white space follows, the next word does not start in lower case,
/// and it belongs to no abbreviation; so do line breaks, unless the next line goes on in lower case. Nothing ends inside of a
/// protected span (quoted text, code, a URL).
/// </summary>
internal static class Sentences
{
    private const string Closers = "\"')]}”’»*_`~";
    private static readonly SearchValues<char> Stops = SearchValues.Create(".!?…。！？\n\r<");
    private static readonly SearchValues<char> MayProtect = SearchValues.Create("\"“«`[{<\\$%@#/0123456789");
    private static readonly string[] Breaks = ["<br />", "<br/>", "<br>", "<p>", "</p>"];

    /// <summary>
    /// The sentences of one paragraph that hold a letter outside of protected spans, without the white space around them.
    /// </summary>
    public static IReadOnlyList<TextSpan> Find(string text, TextSpan paragraph)
    {
        var scan = new Scan(text.AsSpan(paragraph.Start, paragraph.Length), paragraph.Start);
        return scan.Run();
    }

    /// <summary>True when the text ends in a full stop or its like, perhaps in closing marks.</summary>
    public static bool EndsInStop(ReadOnlySpan<char> text) =>
        text.TrimEnd(Closers) is { IsEmpty: false } trimmed && IsTerminal(trimmed[^1]);

    private ref struct Scan(ReadOnlySpan<char> text, int offset)
    {
        private readonly ReadOnlySpan<char> _text = text;
        private readonly IReadOnlyList<TextSpan> _protected = text.ContainsAny(MayProtect) ? ProtectedSpans.Find(text.ToString()) : [];
        private readonly List<TextSpan> _found = [];
        private int _start;
        private int _passed; // protected spans that end before the place looked at
        private int _closed; // protected spans that end before the sentence checked last

        public List<TextSpan> Run()
        {
            var at = 0;
            while (at < _text.Length && _text[at..].IndexOfAny(Stops) is >= 0 and var skip)
            {
                at += skip;
                if (_text[at] == '<' && BreakLength(at) is > 0 and var tag)
                {
                    End(at, at + tag);
                    at += tag;
                }
                else if (ProtectedAround(at) is { } span && at < LastVisible(span))
                {
                    at = LastVisible(span); // which may end the sentence: “Go away.”
                }
                else if (_text[at] is '\n' or '\r')
                {
                    if (IsLineEnd(at))
                        End(at, at + 1);
                    at++;
                }
                else
                {
                    at = _text[at] == '<' ? at + 1 : AfterTerminal(at);
                }
            }

            End(_text.Length, _text.Length);
            return _found;
        }

        // Goes over the run of full stops and closing marks; ends the sentence where it ends there.
        private int AfterTerminal(int first)
        {
            var last = first;
            while (last + 1 < _text.Length && IsTerminal(_text[last + 1]))
                last++;
            var end = last + 1;
            while (end < _text.Length && Closers.Contains(_text[end]))
                end++;
            var isWide = _text[last] is '。' or '！' or '？';
            if (isWide || end == _text.Length || (char.IsWhiteSpace(_text[end]) && EndsSentence(first, last, end)))
                End(end, end);
            return end;
        }

        private readonly bool EndsSentence(int first, int last, int end)
        {
            if (end == last + 1 && _text[first..end].ContainsAny('!', '?'))
                return true; // even before lower case ("stop! you …"), but not in “Stop!” she said
            var rest = _text[end..].TrimStart();
            if (rest.IsEmpty)
                return true;
            if (char.IsLower(rest[0]))
                return false;
            var word = WordBefore(first);
            var isNumber = !word.IsEmpty && !word.ContainsAnyExceptInRange('0', '9');
            var isListNumber = isNumber && _text[_start..first].Trim().Length == word.Length;
            return first != last || !(isListNumber || Abbreviations.Contains(word, rest[0]));
        }

        private readonly ReadOnlySpan<char> WordBefore(int end)
        {
            var start = end;
            while (start > _start && (char.IsLetterOrDigit(_text[start - 1]) || _text[start - 1] == '.'))
                start--;
            return _text[start..end];
        }

        // A line break inside a sentence is followed by a lower-case word; anything else starts anew ("Dear Ann,\nThank you").
        private readonly bool IsLineEnd(int at)
        {
            var rest = _text[at..].TrimStart();
            var before = _text[_start..at];
            return rest.IsEmpty || !char.IsLower(rest[0]) || before.EndsWith(":") || before.EndsWith("  ") || before.EndsWith("\\");
        }

        private readonly int BreakLength(int at)
        {
            foreach (var tag in Breaks)
            {
                if (_text[at..].StartsWith(tag, StringComparison.OrdinalIgnoreCase))
                    return tag.Length;
            }

            return 0;
        }

        private TextSpan? ProtectedAround(int at)
        {
            while (_passed < _protected.Count && _protected[_passed].End <= at)
                _passed++;
            return _passed < _protected.Count && _protected[_passed].Start <= at ? _protected[_passed] : null;
        }

        // The last character before closing marks.
        private readonly int LastVisible(TextSpan span) =>
            Math.Max(span.Start, span.Start + _text[span.Start..span.End].TrimEnd(Closers).Length - 1);

        private void End(int end, int next)
        {
            var sentence = _text[_start..end];
            var start = _start + sentence.Length - sentence.TrimStart().Length;
            var length = sentence.Trim().Length;
            _start = next;
            if (HasOpenLetter(start, start + length))
                _found.Add(new TextSpan(offset + start, length));
        }

        // Letters and emoji are worth an edit; a sentence of nothing but marks and protected text is not.
        private bool HasOpenLetter(int start, int end)
        {
            for (var i = start; i < end; i++)
            {
                while (_closed < _protected.Count && _protected[_closed].End <= i)
                    _closed++;
                if (_closed < _protected.Count && _protected[_closed].Start <= i)
                    i = _protected[_closed].End - 1;
                else if (char.IsLetter(_text[i]) || char.IsSurrogate(_text[i]))
                    return true;
            }

            return false;
        }
    }
    private static bool IsTerminal(char unit) => unit is '.' or '!' or '?' or '…' or '。' or '！' or '？';
}
