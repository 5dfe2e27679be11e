using static TorchSharp.torch;

namespace PreferenceFlow.Training.Networks;

/// <summary>Dropout with one mask for all positions of a row (Gal and Ghahramani, 2016): L times fewer random numbers to draw.</summary>
internal static class SharedDropout
{
    /// <param name="x">[B, L, D].</param>
    /// <param name="probability">Share of the features dropped, 0 to below 1.</param>
    /// <param name="training">False returns <paramref name="x"/>.</param>
    public static Tensor Apply(Tensor x, double probability, bool training) =>
        training && probability > 0
            ? x * nn.functional.dropout(ones(x.shape[0], 1, x.shape[2], device: x.device), probability, training: true)
            : x;
}
