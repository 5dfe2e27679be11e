namespace PreferenceFlow.FlowModel.Selection;

/// <summary>A pair of the training data that shows what people prefer.</summary>
/// <param name="Prompt">What both answer; may be empty.</param>
/// <param name="Rejected">The answer that they like less.</param>
/// <param name="Chosen">The answer that they prefer.</param>
public sealed record PreferredExample(string Prompt, string Rejected, string Chosen);
