using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>The version of the libtorch that the shim was compiled against.</summary>
    public static string __version__ => Native.Version;

    public static int get_num_threads() => Native.ts_threads();
    public static void set_num_threads(int num) => Native.Check(Native.ts_set_threads(num));
    public static int get_num_interop_threads() => Native.ts_interop_threads();
    public static void set_num_interop_threads(int num) => Native.Check(Native.ts_set_interop_threads(num));

    public static bool cuda_is_available() => cuda.is_available();

    public static partial class cuda
    {
        public static bool is_available() => Native.ts_cuda_devices() > 0;
        public static bool is_cudnn_available() => Native.ts_cudnn() != 0;
        public static int device_count() => Native.ts_cuda_devices();

        public static void manual_seed(long seed)
        {
            if (is_available())
                Native.Check(Native.ts_cuda_seed(seed, 0));
        }

        public static void manual_seed_all(long seed)
        {
            if (is_available())
                Native.Check(Native.ts_cuda_seed(seed, 1));
        }

        /// <summary>Waits until the device has done all that was asked of it.</summary>
        public static void synchronize(Device? device = null) => Native.Check(Native.ts_cuda_synchronize(device?.index ?? -1));
    }
}
