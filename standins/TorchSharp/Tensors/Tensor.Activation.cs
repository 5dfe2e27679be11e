using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor relu() => Aten.Call("relu", this);
        public Tensor relu_() => Aten.Update("relu_", this);
        public Tensor relu6() => Aten.Call("relu6", this);
        public Tensor silu() => Aten.Call("silu", this);
        public Tensor silu_() => Aten.Update("silu_", this);
        public Tensor gelu() => Aten.Call("gelu", this);
        public Tensor gelu(Modules.GELU.Approximate approximate) => Aten.Call("gelu", this, approximate.ToString());
        public Tensor gelu_() => Aten.Update("gelu_", this);
        public Tensor gelu_(Modules.GELU.Approximate approximate) => Aten.Update("gelu_", this, approximate.ToString());
        public Tensor softplus(double beta = 1, double threshold = 20) => Aten.Call("softplus", this, beta, threshold);
        public Tensor log_sigmoid() => Aten.Call("log_sigmoid", this);
        public Tensor leaky_relu(Scalar negative_slope) => Aten.Call("leaky_relu", this, negative_slope);
        public Tensor elu(double alpha = 1) => Aten.Call("elu", this, alpha);
        public Tensor softmax(long dim, ScalarType? dtype = null) => Aten.Call("softmax.int", this, dim, dtype);
        public Tensor log_softmax(long dim, ScalarType? dtype = null) => Aten.Call("log_softmax.int", this, dim, dtype);
    }
}
