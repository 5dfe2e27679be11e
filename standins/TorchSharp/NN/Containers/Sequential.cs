using static TorchSharp.torch;

namespace TorchSharp
{
    namespace Modules
    {
        /// <summary>Modules one after the other, under the names given, or "0", "1", ...</summary>
        public class Sequential : nn.Module<Tensor, Tensor>
        {
            private readonly List<nn.Module<Tensor, Tensor>> _steps = [];

            protected internal Sequential(params (string name, nn.Module<Tensor, Tensor> submodule)[] modules) : base(nameof(Sequential))
            {
                foreach (var (name, module) in modules)
                    append(name, module);
            }

            protected internal Sequential(params nn.Module<Tensor, Tensor>[] modules) : base(nameof(Sequential))
            {
                foreach (var module in modules)
                    append(module);
            }

            public Sequential append(nn.IModule<Tensor, Tensor> module) => append($"{_steps.Count}", module);

            public Sequential append(string name, nn.IModule<Tensor, Tensor> module)
            {
                var step = (nn.Module<Tensor, Tensor>)module;
                register_module(name, step);
                _steps.Add(step);
                return this;
            }

            public int Count => _steps.Count;

            [System.Runtime.CompilerServices.IndexerName("SequentialItems")]
            public nn.IModule<Tensor, Tensor> this[int index] => _steps[index];

            [System.Runtime.CompilerServices.IndexerName("SequentialItems")]
            public Sequential this[(int? start, int? end) index] => Part(index.start ?? 0, index.end ?? Count);

            [System.Runtime.CompilerServices.IndexerName("SequentialItems")]
            public Sequential this[Range index] => Part(index.Start.GetOffset(Count), index.End.GetOffset(Count));

            private Sequential Part(int start, int end) =>
                new(_internal_submodules.Skip<(string,
                    nn.Module)>(start).Take(end - start).Select(step => (step.Item1, (nn.Module<Tensor, Tensor>)step.Item2)).ToArray());

            public override Tensor forward(Tensor tensor)
            {
                if (_steps.Count == 0)
                    return tensor.alias();
                using var scope = NewDisposeScope();
                foreach (var step in _steps)
                    tensor = step.call(tensor);
                return scope.MoveToOuter(tensor); // moves nothing where the last step handed its input back
            }
        }
    }

    public static partial class torch
    {
        public static partial class nn
        {
            public static Modules.Sequential Sequential() => new(Array.Empty<Module<Tensor, Tensor>>());
            public static Modules.Sequential Sequential(params (string name, Module<Tensor, Tensor> submodule)[] modules) => new(modules);
            public static Modules.Sequential Sequential(params Module<Tensor, Tensor>[] modules) => new(modules);
            public static Modules.Sequential Sequential(IEnumerable<(string name, Module<Tensor, Tensor> submodule)> modules) =>
                new(modules.ToArray());
            public static Modules.Sequential Sequential(params Tuple<string, Module<Tensor, Tensor>>[] modules) =>
                new(modules.Select(m => (m.Item1, m.Item2)).ToArray());
            public static Modules.Sequential Sequential(IEnumerable<Tuple<string, Module<Tensor, Tensor>>> modules) =>
                new(modules.Select(m => (m.Item1, m.Item2)).ToArray());
            public static Modules.Sequential Sequential(IEnumerable<Module<Tensor, Tensor>> modules) => new(modules.ToArray());
        }
    }
}
