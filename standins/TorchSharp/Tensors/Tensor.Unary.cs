using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        // Element by element, of one tensor; a name that ends in _ changes the tensor in place.

        public Tensor abs() => Aten.Call("abs", this);
        public Tensor abs_() => Aten.Update("abs_", this);
        public Tensor acos() => Aten.Call("acos", this);
        public Tensor acos_() => Aten.Update("acos_", this);
        public Tensor asin() => Aten.Call("asin", this);
        public Tensor asin_() => Aten.Update("asin_", this);
        public Tensor atan() => Aten.Call("atan", this);
        public Tensor atan_() => Aten.Update("atan_", this);
        public Tensor ceil() => Aten.Call("ceil", this);
        public Tensor ceil_() => Aten.Update("ceil_", this);
        public Tensor cos() => Aten.Call("cos", this);
        public Tensor cos_() => Aten.Update("cos_", this);
        public Tensor cosh() => Aten.Call("cosh", this);
        public Tensor cosh_() => Aten.Update("cosh_", this);
        public Tensor digamma() => Aten.Call("digamma", this);
        public Tensor digamma_() => Aten.Update("digamma_", this);
        public Tensor erf() => Aten.Call("erf", this);
        public Tensor erf_() => Aten.Update("erf_", this);
        public Tensor erfc() => Aten.Call("erfc", this);
        public Tensor erfc_() => Aten.Update("erfc_", this);
        public Tensor erfinv() => Aten.Call("erfinv", this);
        public Tensor erfinv_() => Aten.Update("erfinv_", this);
        public Tensor exp() => Aten.Call("exp", this);
        public Tensor exp_() => Aten.Update("exp_", this);
        public Tensor exp2() => Aten.Call("exp2", this);
        public Tensor exp2_() => Aten.Update("exp2_", this);
        public Tensor expm1() => Aten.Call("expm1", this);
        public Tensor expm1_() => Aten.Update("expm1_", this);
        public Tensor floor() => Aten.Call("floor", this);
        public Tensor floor_() => Aten.Update("floor_", this);
        public Tensor frac() => Aten.Call("frac", this);
        public Tensor frac_() => Aten.Update("frac_", this);
        public Tensor lgamma() => Aten.Call("lgamma", this);
        public Tensor lgamma_() => Aten.Update("lgamma_", this);
        public Tensor log() => Aten.Call("log", this);
        public Tensor log_() => Aten.Update("log_", this);
        public Tensor log10() => Aten.Call("log10", this);
        public Tensor log10_() => Aten.Update("log10_", this);
        public Tensor log1p() => Aten.Call("log1p", this);
        public Tensor log1p_() => Aten.Update("log1p_", this);
        public Tensor log2() => Aten.Call("log2", this);
        public Tensor log2_() => Aten.Update("log2_", this);
        public Tensor neg() => Aten.Call("neg", this);
        public Tensor neg_() => Aten.Update("neg_", this);
        public Tensor reciprocal() => Aten.Call("reciprocal", this);
        public Tensor reciprocal_() => Aten.Update("reciprocal_", this);
        public Tensor rsqrt() => Aten.Call("rsqrt", this);
        public Tensor rsqrt_() => Aten.Update("rsqrt_", this);
        public Tensor sigmoid() => Aten.Call("sigmoid", this);
        public Tensor sigmoid_() => Aten.Update("sigmoid_", this);
        public Tensor sign() => Aten.Call("sign", this);
        public Tensor sign_() => Aten.Update("sign_", this);
        public Tensor sin() => Aten.Call("sin", this);
        public Tensor sin_() => Aten.Update("sin_", this);
        public Tensor sinh() => Aten.Call("sinh", this);
        public Tensor sinh_() => Aten.Update("sinh_", this);
        public Tensor sqrt() => Aten.Call("sqrt", this);
        public Tensor sqrt_() => Aten.Update("sqrt_", this);
        public Tensor tan() => Aten.Call("tan", this);
        public Tensor tan_() => Aten.Update("tan_", this);
        public Tensor tanh() => Aten.Call("tanh", this);
        public Tensor tanh_() => Aten.Update("tanh_", this);
        public Tensor trunc() => Aten.Call("trunc", this);
        public Tensor trunc_() => Aten.Update("trunc_", this);
        public Tensor square() => Aten.Call("square", this);
        public Tensor positive() => Aten.Call("positive", this);
        public Tensor negative() => neg();
        public Tensor absolute() => abs();
        public Tensor round(long decimals = 0) => Aten.Call("round.decimals", this, decimals);
        public Tensor round_(long decimals = 0) => Aten.Update("round_.decimals", this, decimals);
        public Tensor logit(double? eps = null) => Aten.Call("logit", this, eps);
        public Tensor nan_to_num(double nan = 0, double? posinf = null, double? neginf = null) =>
            Aten.Call("nan_to_num", this, nan, posinf, neginf);
    }
}
