using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>An n-dimensional array of one element type, on one device. A handle; disposing it frees the reference it holds.</summary>
    public unsafe partial class Tensor : IDisposable
    {
        private static long _total, _peak;
        private nint _handle;

        internal Tensor(nint handle, bool register = true)
        {
            _handle = handle;
            if (handle == 0)
                return;
            var total = Interlocked.Increment(ref _total);
            if (total > _peak)
                _peak = total;
            if (register)
                OwningDisposeScope = DisposeScopeManager.ThreadSingleton.Created(this);
        }

        ~Tensor() => Dispose(false);

        internal DisposeScope? OwningDisposeScope { get; set; }

        public static long TotalCount => _total;
        public static long PeakCount => _peak;

        public nint Handle => _handle != 0 ? _handle : throw new InvalidOperationException("Tensor invalid -- empty handle.");
        public bool IsInvalid => _handle == 0;

        /// <summary>Takes the handle away from this object, which becomes empty.</summary>
        internal nint MoveHandle()
        {
            var handle = Handle;
            _handle = 0;
            Interlocked.Decrement(ref _total);
            return handle;
        }

        public void Dispose()
        {
            Dispose(true);
            GC.SuppressFinalize(this);
        }

        protected virtual void Dispose(bool disposing)
        {
            if (_handle == 0)
                return;
            DisposeScopeManager.ThreadSingleton.Disposing(this);
            OwningDisposeScope?.MarkAsDisposed(this);
            Interlocked.Decrement(ref _total);
            Native.ts_free(_handle);
            _handle = 0;
        }

        public Tensor MoveToOuterDisposeScope()
        {
            OwningDisposeScope?.MoveToOuter(this);
            return this;
        }

        public Tensor MoveToOtherDisposeScope(Tensor other) => MoveToOtherDisposeScope(other.OwningDisposeScope);

        public Tensor MoveToOtherDisposeScope(DisposeScope? other)
        {
            if (OwningDisposeScope is { } scope)
                scope.MoveToOther(other, this);
            else
                other?.Attach(this);
            return this;
        }

        public Tensor DetachFromDisposeScope()
        {
            OwningDisposeScope?.Detach(this);
            return this;
        }

        /// <summary>For the caller's own use; nothing here reads it.</summary>
        public string? name { get; set; }

        public override bool Equals(object? obj) => obj is Tensor other && Equals(other);

        /// <summary>Whether both have the same shape and the same elements.</summary>
        public bool Equals(Tensor target) => ReferenceEquals(this, target) || Aten.Bool("equal", this, target);

        public override int GetHashCode() => base.GetHashCode();
    }
}
