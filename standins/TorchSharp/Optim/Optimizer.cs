using TorchSharp.Interop;
using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static unsafe partial class optim
    {
        public interface ILearningRateController
        {
            double LearningRate { get; set; }
            double InitialLearningRate { get; set; }
        }

        public interface IMomentum
        {
            double Momentum { get; set; }
        }

        public interface IBetas
        {
            (double, double) Betas { get; set; }
        }

        /// <summary>Changes parameters by their gradients.</summary>
        public abstract partial class Optimizer : IDisposable
        {
            protected IList<ParamGroup> _parameter_groups = [];

            internal Optimizer() { }

            ~Optimizer() => Dispose(false);

            public virtual IEnumerable<ILearningRateController> ParamGroups => _parameter_groups;

            public virtual IEnumerable<Parameter> parameters() => _parameter_groups.SelectMany(group => group.Parameters);

            public virtual void add_param_group(ParamGroup param_group) => _parameter_groups.Add(param_group);

            /// <summary>Fills the gradients with zeros, in one native call.</summary>
            public virtual void zero_grad() => Zero(parameters(), setToNone: false);

            /// <summary>One step; the closure, if any, computes the loss and the gradients first.</summary>
            public virtual Tensor step(Func<Tensor>? closure = null) => throw new NotSupportedException($"{GetType().Name} has no step.");

            public void Dispose()
            {
                Dispose(true);
                GC.SuppressFinalize(this);
            }

            protected virtual void Dispose(bool disposing) { }

            /// <summary>The options and states of an optimiser, in the order of its parameters.</summary>
            public class StateDictionary
            {
                internal StateDictionary() { }

                public List<OptimizerOptions> Options { get; } = [];
                public List<OptimizerState> State { get; } = [];
                public List<List<int>> StateIndexRef { get; } = [];
            }
        }

        internal static void Zero(IEnumerable<Parameter> parameters, bool setToNone)
        {
            var list = parameters as IReadOnlyCollection<Parameter> ?? parameters.ToList();
            fixed (nint* handles = Handles(list))
                Native.Check(Native.ts_zero_grad(handles, list.Count, setToNone ? 1 : 0));
            GC.KeepAlive(list);
        }

        internal static nint[] Handles(IEnumerable<Tensor?> tensors) => tensors.Select(t => t?.Handle ?? 0).ToArray();
    }
}
