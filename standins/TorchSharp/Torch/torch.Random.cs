using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>A source of random numbers of its own; without one, operations draw from the default one.</summary>
    public class Generator : IDisposable
    {
        private nint _handle;

        public Generator(ulong seed = 0, Device? device = null)
        {
            this.device = device ?? CPU;
            _handle = Native.Check(Native.ts_generator_new(seed, (int)this.device.type, this.device.index));
        }

        private Generator(nint handle) => (_handle, device) = (handle, CPU);

        ~Generator() => Dispose(false);

        public static Generator Default => new(Native.ts_generator_default());

        public nint Handle => _handle != 0 ? _handle : throw new ObjectDisposedException(nameof(Generator));
        public Device device { get; }

        public Generator manual_seed(long seed)
        {
            Native.ts_generator_seed(Handle, (ulong)seed);
            return this;
        }

        /// <summary>Seeds with the clock, and says with what.</summary>
        public long seed()
        {
            var seed = DateTime.UtcNow.Ticks;
            manual_seed(seed);
            return seed;
        }

        public long initial_seed() => (long)Native.ts_generator_current_seed(Handle);

        public Tensor get_state() => new(Native.Check(Native.ts_generator_state(Handle)));
        public void set_state(Tensor value) => Native.Check(Native.ts_generator_set_state(Handle, value.Handle));

        public void Dispose()
        {
            Dispose(true);
            GC.SuppressFinalize(this);
        }

        protected virtual void Dispose(bool disposing)
        {
            if (_handle != 0)
                Native.ts_generator_free(_handle);
            _handle = 0;
        }
    }

    /// <summary>Seeds the default generators of all devices.</summary>
    public static Generator manual_seed(long seed) => random.manual_seed(seed);

    public static long seed() => random.seed();
    public static long initial_seed() => random.initial_seed();
    public static Tensor get_rng_state() => random.get_rng_state();
    public static void set_rng_state(Tensor new_state) => random.set_rng_state(new_state);

    public static partial class random
    {
        public static Generator manual_seed(long seed)
        {
            Native.Check(Native.ts_manual_seed(seed));
            return Generator.Default;
        }

        public static long seed()
        {
            var seed = DateTime.UtcNow.Ticks;
            manual_seed(seed).Dispose();
            return seed;
        }

        public static long initial_seed()
        {
            using var generator = Generator.Default;
            return generator.initial_seed();
        }

        public static Tensor get_rng_state()
        {
            using var generator = Generator.Default;
            return generator.get_state();
        }

        public static void set_rng_state(Tensor new_state)
        {
            using var generator = Generator.Default;
            generator.set_state(new_state);
        }
    }
}
