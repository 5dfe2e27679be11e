namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>"[2x3], type = Float32, device = cpu".</summary>
        public override string ToString() => IsInvalid ? "" : $"[{string.Join('x', shape)}], type = {dtype}, device = {device}";
    }
}
