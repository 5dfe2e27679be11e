using static TorchSharp.torch;

namespace TorchSharp
{
    namespace Modules
    {
        /// <summary>log(1 + eᵝˣ) / β; above the threshold, x.</summary>
        public sealed class Softplus : ParameterLessModule<Tensor, Tensor>
        {
            internal Softplus(double beta, double threshold) : base(nameof(Softplus)) => (this.beta, this.threshold) = (beta, threshold);

            public double beta { get; set; }
            public double threshold { get; set; }

            public override Tensor forward(Tensor tensor) => nn.functional.softplus(tensor, beta, threshold);
        }
    }

    public static partial class torch
    {
        public static partial class nn
        {
            public static Modules.Softplus Softplus(double beta = 1.0, double threshold = 20.0) => new(beta, threshold);
        }
    }
}
