using static TorchSharp.torch;

namespace TorchSharp.Modules;

public partial class SGD
{
    public class Options : OptimizerOptions
    {
        public double? momentum, dampening, weight_decay;
        public bool? nesterov, maximize;

        internal void Complete(Options defaults)
        {
            LearningRate ??= defaults.LearningRate;
            (momentum, dampening, weight_decay) = (momentum ?? defaults.momentum, dampening ?? defaults.dampening,
                weight_decay ?? defaults.weight_decay);
            (nesterov, maximize) = (nesterov ?? defaults.nesterov, maximize ?? defaults.maximize);
        }

        public override void LoadStateDict(OptimizerOptions source)
        {
            base.LoadStateDict(source);
            var o = (Options)source;
            (momentum, dampening, weight_decay, nesterov, maximize) = (o.momentum, o.dampening, o.weight_decay, o.nesterov, o.maximize);
        }

        public override void LoadStateDict(BinaryReader reader)
        {
            base.LoadStateDict(reader);
            (momentum, dampening, weight_decay) = (reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble());
            (nesterov, maximize) = (reader.ReadBoolean(), reader.ReadBoolean());
        }

        public override void SaveStateDict(BinaryWriter writer)
        {
            base.SaveStateDict(writer);
            foreach (var value in (double?[])[momentum, dampening, weight_decay])
                writer.Write(value!.Value);
            writer.Write(nesterov!.Value);
            writer.Write(maximize!.Value);
        }
    }

    public sealed class State : OptimizerState, IDisposable
    {
        public Tensor? momentum_buffer;

        public State(Parameter parameter) : base(parameter) { }

        public override void Initialize(OptimizerOptions options)
        {
            Dispose();
            momentum_buffer = null;
        }

        public override void SaveStateDict(BinaryWriter writer) => SaveConditionalStateTensor(writer, momentum_buffer);
        public override void LoadStateDict(BinaryReader reader) =>
            LoadConditionalStateTensor(reader, ref momentum_buffer, _parameter.device);
        public override void LoadStateDict(OptimizerState source) =>
            Copy(ref momentum_buffer, ((State)source).momentum_buffer, _parameter.device);
        public override void to(Device device) => Move(ref momentum_buffer, device);
        public override bool ApproximatelyEquals(OptimizerState other) => other is State o && Near(momentum_buffer, o.momentum_buffer);
        public void Dispose() => momentum_buffer?.Dispose();
    }
}
