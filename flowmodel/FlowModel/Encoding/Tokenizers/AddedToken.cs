namespace PreferenceFlow.FlowModel.Encoding.Tokenizers;

/// <summary>A token that is found in the text before the model sees it.</summary>
/// <param name="Content">How it stands in the text.</param>
/// <param name="Id">Its id.</param>
/// <param name="SingleWord">Not within a word.</param>
/// <param name="TakesLeft">The white space before it belongs to it.</param>
/// <param name="TakesRight">The white space after it belongs to it.</param>
/// <param name="Normalised">It is looked for in the normalised text, else in the text as it came.</param>
internal sealed record AddedToken(string Content, int Id, bool SingleWord, bool TakesLeft, bool TakesRight, bool Normalised)
{
    public static AddedToken Read(JsonField field) => new(
        field["content"].Text(), field["id"].Index(), field["single_word"].Flag(whereMissing: false), field["lstrip"].Flag(whereMissing: false),
        field["rstrip"].Flag(whereMissing: false), field["normalized"].Flag(whereMissing: false));
}
