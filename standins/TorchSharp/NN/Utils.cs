using TorchSharp.Interop;
using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static unsafe partial class utils
        {
            /// <summary>Scales all gradients so that their common norm is at most a maximum; returns the norm they had.</summary>
            public static double clip_grad_norm_(IEnumerable<Parameter> tensors, double max_norm, double norm_type = 2.0)
            {
                var parameters = tensors as IReadOnlyCollection<Parameter> ?? tensors.ToList();
                double norm;
                fixed (nint* handles = optim.Handles(parameters))
                    Native.Check(Native.ts_clip_grad_norm(handles, parameters.Count, max_norm, norm_type, &norm));
                GC.KeepAlive(parameters);
                return norm;
            }

            public static void clip_grad_value_(IEnumerable<Parameter> tensors, double clip_value)
            {
                using var _ = no_grad();
                foreach (var parameter in tensors)
                {
                    using var grad = parameter.grad;
                    grad?.clamp_(min: (Scalar)(-clip_value), max: (Scalar)clip_value);
                }
            }

            /// <summary>All values, one after the other.</summary>
            public static Tensor parameters_to_vector(IEnumerable<Parameter> tensors)
            {
                using var scope = NewDisposeScope();
                return cat(tensors.Select(t => t.reshape(-1)).ToArray()).MoveToOuterDisposeScope();
            }

            public static void vector_to_parameters(Tensor vec, IEnumerable<Parameter> tensors)
            {
                using var scope = NewDisposeScope();
                using var _ = no_grad();
                long at = 0;
                foreach (var parameter in tensors)
                {
                    var n = parameter.numel();
                    parameter.copy_(vec.narrow(0, at, n).view(parameter.shape));
                    at += n;
                }
            }
        }
    }
}
