using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace TorchSharp.Interop;

/// <summary>The shim's C ABI; every signature is blittable. Failures are turned into exceptions by <see cref="Check"/>.</summary>
internal static unsafe partial class Native
{
    static Native() => Shim.Register();

    [LibraryImport(Shim.Name)] private static partial byte* ts_error();
    [LibraryImport(Shim.Name, StringMarshalling = StringMarshalling.Utf8)] internal static partial nint ts_find(string name,
        string overload);
    [LibraryImport(Shim.Name)] internal static partial int ts_call(nint op, NativeValue* args, int count, NativeValue* results,
        int capacity);
    [LibraryImport(Shim.Name)] internal static partial void ts_free(nint tensor);
    [LibraryImport(Shim.Name)] internal static partial void ts_free_list(nint* list);
    [LibraryImport(Shim.Name)] internal static partial int ts_info(nint tensor, TensorInfo* info);

    [LibraryImport(Shim.Name)] internal static partial int ts_set_requires_grad(nint tensor, int on);
    [LibraryImport(Shim.Name)] internal static partial nint ts_grad(nint tensor);
    [LibraryImport(Shim.Name)] internal static partial int ts_set_grad(nint tensor, nint grad);
    [LibraryImport(Shim.Name)] internal static partial int ts_retain_grad(nint tensor);
    [LibraryImport(Shim.Name)] internal static partial int ts_backward(nint* tensors, long n, nint* grads, long ng, int retain, int create,
        nint* inputs, long ni);
    [LibraryImport(Shim.Name)]
    internal static partial int ts_gradients(nint* outputs, long n, nint* inputs, long ni, nint* grads, long ng, int retain, int create,
        int unused, nint* results);
    [LibraryImport(Shim.Name)] internal static partial int ts_grad_enabled();
    [LibraryImport(Shim.Name)] internal static partial void ts_set_grad_enabled(int on);
    [LibraryImport(Shim.Name)] internal static partial nint ts_inference_enter(int on);
    [LibraryImport(Shim.Name)] internal static partial void ts_inference_leave(nint guard);
    [LibraryImport(Shim.Name)] internal static partial int ts_inference_enabled();
    [LibraryImport(Shim.Name)] internal static partial int ts_anomaly_enabled();
    [LibraryImport(Shim.Name)] internal static partial void ts_set_anomaly(int on, int checkNan);

    [LibraryImport(Shim.Name)] internal static partial int ts_manual_seed(long seed);
    [LibraryImport(Shim.Name)] internal static partial int ts_cuda_seed(long seed, int all);
    [LibraryImport(Shim.Name)] internal static partial nint ts_generator_new(ulong seed, int deviceType, int deviceIndex);
    [LibraryImport(Shim.Name)] internal static partial nint ts_generator_default();
    [LibraryImport(Shim.Name)] internal static partial void ts_generator_free(nint generator);
    [LibraryImport(Shim.Name)] internal static partial void ts_generator_seed(nint generator, ulong seed);
    [LibraryImport(Shim.Name)] internal static partial ulong ts_generator_current_seed(nint generator);
    [LibraryImport(Shim.Name)] internal static partial nint ts_generator_state(nint generator);
    [LibraryImport(Shim.Name)] internal static partial int ts_generator_set_state(nint generator, nint state);
    [LibraryImport(Shim.Name)] internal static partial int ts_threads();
    [LibraryImport(Shim.Name)] internal static partial int ts_set_threads(int n);
    [LibraryImport(Shim.Name)] internal static partial int ts_interop_threads();
    [LibraryImport(Shim.Name)] internal static partial int ts_set_interop_threads(int n);
    [LibraryImport(Shim.Name)] internal static partial int ts_cuda_devices();
    [LibraryImport(Shim.Name)] internal static partial int ts_cudnn();
    [LibraryImport(Shim.Name)] internal static partial int ts_cuda_synchronize(long device);
    [LibraryImport(Shim.Name)] private static partial byte* ts_version();

    [LibraryImport(Shim.Name)]
    internal static partial int ts_adamw(nint* parameters, nint* means, nint* variances, nint* maxima, long* steps, long n,
        double lr, double beta1, double beta2, double eps, double weightDecay, int maximize);
    [LibraryImport(Shim.Name)]
    internal static partial int ts_sgd(nint* parameters, nint* buffers, long n, double lr, double momentum, double dampening,
        double weightDecay, int nesterov, int maximize);
    [LibraryImport(Shim.Name)] internal static partial int ts_zero_grad(nint* parameters, long n, int setToNone);
    [LibraryImport(Shim.Name)] internal static partial int ts_clip_grad_norm(nint* parameters, long n, double maximum, double type,
        double* norm);

    internal static string Version => Marshal.PtrToStringUTF8((nint)ts_version())!;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static int Check(int result)
    {
        if (result < 0)
            Throw();
        return result;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static nint Check(nint result)
    {
        if (result == 0)
            Throw();
        return result;
    }

    private static void Throw() => throw new ExternalException(Marshal.PtrToStringUTF8((nint)ts_error()));
}
