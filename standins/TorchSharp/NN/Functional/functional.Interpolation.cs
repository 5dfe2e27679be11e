using System.Runtime.InteropServices;
using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public enum InterpolationMode { Nearest = 0, Linear = 1, Bilinear = 2, Bicubic = 3, Trilinear = 4, Area = 5, NearestExact = 6 }

    public enum UpsampleMode { Nearest = 0, Linear = 1, Bilinear = 2, Bicubic = 3, Trilinear = 4 }

    public static partial class nn
    {
        public static partial class functional
        {
            /// <summary>Resizes [N, C, ...] to a size, or by a factor for each dimension after the second.</summary>
            public static Tensor interpolate(Tensor x, long[]? size = null, double[]? scale_factor = null,
                InterpolationMode mode = InterpolationMode.Nearest,
                bool? align_corners = null, bool recompute_scale_factor = false, bool antialias = false)
            {
                if ((size is null) == (scale_factor is null))
                    throw new ExternalException("either size or scale_factor should be defined, and not both");
                var n = (int)x.dim() - 2;
                if ((size?.Length ?? scale_factor!.Length) != n)
                    throw new ExternalException($"One size or factor for each of the {n} dimensions after the second.");
                if (recompute_scale_factor || (scale_factor is not null && mode == InterpolationMode.Area))
                {
                    if (scale_factor is null)
                        throw new ExternalException("There is no scale_factor to recompute.");
                    (size, scale_factor) = (x.shape[2..].Zip(scale_factor, (s, f) => (long)(s * f)).ToArray(), null);
                }
                var factors = Arg.Of(scale_factor);
                if (mode is InterpolationMode.Nearest)
                    return Aten.Call($"upsample_nearest{n}d.vec", x, size, factors);
                if (mode is InterpolationMode.NearestExact)
                    return Aten.Call($"_upsample_nearest_exact{n}d.vec", x, size, factors);
                if (mode == InterpolationMode.Area)
                    return Aten.Call($"adaptive_avg_pool{n}d", x, size);
                var op = mode.ToString().ToLowerInvariant();
                var dimensions = mode switch { InterpolationMode.Linear => 1, InterpolationMode.Trilinear => 3, _ => 2 };
                if (n != dimensions)
                    throw new ArgumentException($"{mode} interpolates {dimensions} dimensions after the second; the input has {n}.");
                return Aten.Call($"{(antialias ? "_" : "")}upsample_{op}{n}d{(antialias ? "_aa" : "")}.vec", x, size,
                    align_corners ?? false, factors);
            }

            public static Tensor upsample(Tensor input, long[]? size = null, double[]? scale_factor = null,
                UpsampleMode mode = UpsampleMode.Nearest, bool align_corners = false) =>
                interpolate(input, size, scale_factor, (InterpolationMode)mode, align_corners);

            public static Tensor upsample_nearest(Tensor x, long[]? size = null, double[]? scale_factor = null,
                bool align_corners = false) =>
                interpolate(x, size, scale_factor);

            public static Tensor upsample_bilinear(Tensor x, long[]? size = null, double[]? scale_factor = null,
                bool align_corners = false) =>
                interpolate(x, size, scale_factor, InterpolationMode.Bilinear, align_corners);
        }
    }
}
