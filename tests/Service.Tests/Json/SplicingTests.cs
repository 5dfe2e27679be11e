using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using PreferenceFlow.FlowModel.Decisions;
using PreferenceFlow.Service.Formats;
using PreferenceFlow.Service.Json;
using PreferenceFlow.Service.Streams;

namespace PreferenceFlow.Service.Tests.Json;

public sealed class SplicingTests
{
    private static readonly Gen<string> Texts = Gen.Elements("bad", " ", "\"", "\\", "\n", "\u0001", "é", "😀", "</script>", "\u2028", "{", "}").ListOf().Select(string.Concat);

    // Values that a re-serialisation would not bring back as they were.
    private static readonly Gen<string> Members =
        Gen.Elements("\"a\":1.0", "\"b\" : 123456789012345678901234567890", "\"a\":{\"content\":\"no\"}", "\"\\u0062\":[1,{\"choices\":[]} ]", "\"e\":1E+5", "\"f\":null", "\"g\":\"\\/\"");

    [Fact]
    public void Answer_AnySurroundings_ChangesTheContentAlone() =>
        Prop.ForAll(Texts.ToArbitrary(), Texts.ToArbitrary(), Members.ListOf().ToArbitrary(), (before, after, around) =>
        {
            var extra = string.Concat(around.Select(member => $" {member} ,"));
            string Document(string text) => $$"""{ {{extra}} "choices" : [ { {{extra}} "message":{ {{extra}} "content":{{text}} , "role":"assistant"} } ] , "z":0 } """;
            var answer = AnswerPart.Of(Encoding.UTF8.GetBytes(Document(Encoding.UTF8.GetString(ByteSplice.Quote(before).Span))), new ChatFormat());
            var spliced = Encoding.UTF8.GetString(answer.With([after], repeat => repeat.Text).Span);
            return answer.Pieces.Single().Text == before && spliced == Document(Encoding.UTF8.GetString(ByteSplice.Quote(after).Span));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Quote_AnyText_IsReadBackAsItWas() =>
        Prop.ForAll(Texts.ToArbitrary(), text => JsonSerializer.Deserialize<string>(ByteSplice.Quote(text).Span) == text).QuickCheckThrowOnFailure();

    [Fact]
    public void Removal_AnyMembers_LeavesTheOthersInOrder() =>
        Prop.ForAll(Gen.Elements("a", "b", "preference_flow").ListOf().ToArbitrary(), names =>
        {
            var numbered = names.Select((name, index) => (Name: name == "preference_flow" ? name : $"{name}{index}", Index: index)).ToList();
            var json = Encoding.UTF8.GetBytes("{ " + string.Join(" , ", numbered.Select(pair => $"\"{pair.Name}\" : [{pair.Index}]")) + " }");
            var edits = MemberRemoval.Of(JsonSlices.Members(json, JsonSlices.Root(json)), member => member.Name == "preference_flow");
            var kept = JsonNode.Parse(ByteSplice.Apply(json, edits).Span)!.AsObject();
            return kept.Select(member => member.Key).SequenceEqual(numbered.Where(pair => pair.Name != "preference_flow").Select(pair => pair.Name));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Spread_AnyPiecesAnyEdits_JoinsToTheText() =>
        Prop.ForAll(Texts.ListOf().ToArbitrary(), Texts.ToArbitrary(), Gen.Choose(0, 1000).ToArbitrary(), (pieces, replacement, seed) =>
        {
            var original = string.Concat(pieces);
            if (original.Length == 0)
                return true;
            var start = seed % (original.Length + 1);
            var length = Math.Min(seed % 4, original.Length - start);
            var text = original[..start] + replacement + original[(start + length)..];
            var decision = new AlignmentDecision
            {
                Text = text,
                Reason = AlignmentReason.Edited,
                Edits = [new(start, original.Substring(start, length), replacement)],
                Times = default,
            };
            var spread = TextPieces.Spread([.. pieces], decision);
            return spread.Count == pieces.Count && string.Concat(spread) == text;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Spread_OneWordEdited_LeavesTheOtherPieces()
    {
        var decision = new AlignmentDecision { Text = "so good it is 😀!", Reason = AlignmentReason.Edited, Edits = [new(3, "bad", "good")], Times = default };

        Assert.Equal(["", "so ", "good", "", " it is ", "😀!"], TextPieces.Spread(["", "so ", "ba", "d", " it is ", "😀!"], decision));
    }

    [Fact]
    public void Spread_EditsThatDoNotAddUp_PutsTheTextIntoTheFirstPiece()
    {
        var decision = new AlignmentDecision { Text = "other", Reason = AlignmentReason.Edited, Edits = [], Times = default };

        Assert.Equal(["", "other", ""], TextPieces.Spread(["", "a", "b"], decision));
    }
}
