namespace PreferenceFlow.FlowModel.Encoding.Tokenizers;

/// <summary>A tokenized text with its special tokens.</summary>
/// <param name="Ids">Token ids.</param>
/// <param name="Types">Type of each, mostly 0.</param>
internal sealed record TokenSequence(long[] Ids, long[] Types);
