namespace PreferenceFlow.FlowModel.Encoding.Tokenizers;

/// <summary>Turns one piece of text into tokens. Safe to call from several threads.</summary>
internal interface ITokenModel
{
    /// <summary>The highest id that it gives.</summary>
    int HighestId { get; }

    /// <summary>Adds the ids of a piece, which is not empty.</summary>
    void Tokenize(string piece, List<int> ids);
}
