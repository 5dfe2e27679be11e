using TorchSharp.Modules;
using TorchSharp.Utils;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>Parameters, buffers and other modules under names, and a mode: training or not.</summary>
        public partial class Module : IDisposable
        {
            protected OrderedDict<string, Module> _internal_submodules = new();
            protected OrderedDict<string, (Tensor, bool)> _internal_buffers = new();
            protected OrderedDict<string, Parameter> _internal_params = new();
            protected DeviceType _deviceType = DeviceType.CPU;
            protected int _deviceIndex = -1;
            protected string? name;
            private bool _registered, _disposed;
            private bool _training = true;

            protected Module(string name) => this.name = name;

            ~Module() => Dispose(false);

            public virtual string GetName() => string.IsNullOrEmpty(name) ? GetType().Name : name;

            public virtual bool training => _training;

            public virtual void train(bool train = true)
            {
                _training = train;
                foreach (var (_, module) in named_children())
                    module.train(train);
            }

            public virtual void eval() => train(false);

            /// <summary>Runs an action on every module below, then on this one.</summary>
            public virtual Module apply(Action<Module> fn)
            {
                foreach (var (_, module) in _internal_submodules)
                    module.apply(fn);
                fn(this);
                return this;
            }

            public virtual void zero_grad(bool set_to_none = true) => optim.Zero(parameters(), set_to_none);

            public void Dispose()
            {
                Dispose(true);
                GC.SuppressFinalize(this);
            }

            protected virtual void Dispose(bool disposing)
            {
                if (!disposing || _disposed)
                    return;
                _disposed = true;
                foreach (var (buffer, _) in _internal_buffers.values().ToList())
                    buffer.DetachFromDisposeScope().Dispose();
                foreach (var parameter in _internal_params.values().ToList())
                    parameter.DetachFromDisposeScope().Dispose();
                foreach (var module in _internal_submodules.values().ToList())
                    module.Dispose();
            }
        }
    }
}
