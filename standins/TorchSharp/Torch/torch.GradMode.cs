using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Operations on this thread record nothing for a backward pass until this is disposed.</summary>
    public static IDisposable no_grad() => new GradMode(false);

    public static IDisposable enable_grad(bool enabled = true) => new GradMode(enabled);
    public static IDisposable set_grad_enabled(bool mode = true) => new GradMode(mode);
    public static bool is_grad_enabled() => Native.ts_grad_enabled() != 0;

    /// <summary>As no_grad, and what is made can never take part in a backward pass: cheaper still.</summary>
    public static IDisposable inference_mode(bool mode = true) => new InferenceMode(mode);

    public static bool is_inference_mode_enabled() => Native.ts_inference_enabled() != 0;

    private sealed class GradMode : IDisposable
    {
        private readonly int _before = Native.ts_grad_enabled();

        public GradMode(bool on) => Native.ts_set_grad_enabled(on ? 1 : 0);

        public void Dispose() => Native.ts_set_grad_enabled(_before);
    }

    private sealed class InferenceMode(bool on) : IDisposable
    {
        private nint _guard = Native.ts_inference_enter(on ? 1 : 0);

        public void Dispose()
        {
            if (_guard != 0)
                Native.ts_inference_leave(_guard);
            _guard = 0;
        }
    }
}
