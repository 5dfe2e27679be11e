using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>An optimiser with groups, and a state for each parameter that can be saved.</summary>
public abstract class OptimizerHelper : optim.Optimizer
{
    protected OptimizerOptions _defaults = null!;
    protected OrderedDict<nint, OptimizerState> _state = new();

    public override IEnumerable<Parameter> parameters() => base.parameters();
    public override void add_param_group(ParamGroup param_group) => base.add_param_group(param_group);
    public override void zero_grad() => base.zero_grad();

    public OptimizerHelper() { }

    /// <summary>The state of one parameter.</summary>
    private protected TState State<TState>(Parameter parameter) where TState : OptimizerState => (TState)_state[parameter.Handle];

    /// <summary>Registers a group, its parameters listed once, with a new state for each.</summary>
    private protected void Register(ParamGroup group, Func<Parameter, OptimizerState> create)
    {
        group.InitialLearningRate = group.LearningRate;
        group.Parameters = group.Parameters.ToList();
        base.add_param_group(group);
        foreach (var parameter in group.Parameters)
        {
            var state = create(parameter);
            state.Initialize(group.Options);
            _state[parameter.Handle] = state;
        }
    }

    /// <summary>Runs the closure with gradients, then the body for each group without.</summary>
    protected Tensor _step<T>(Action<T> body, Func<Tensor>? loss_closure = null) where T : ParamGroup
    {
        Tensor? loss = null;
        if (loss_closure is not null)
            using (enable_grad())
                loss = loss_closure();
        using var _ = no_grad();
        using var scope = NewDisposeScope();
        foreach (var group in _parameter_groups)
            body((T)group);
        return loss!;
    }

    public void to(Device device)
    {
        foreach (var state in _state.values())
            state.to(device);
    }

    public virtual StateDictionary state_dict()
    {
        var dict = new StateDictionary();
        foreach (var group in _parameter_groups)
        {
            dict.Options.Add(group.Options);
            var indices = new List<int>();
            foreach (var parameter in group.Parameters)
            {
                indices.Add(dict.State.Count);
                dict.State.Add(_state[parameter.Handle]);
            }
            dict.StateIndexRef.Add(indices);
        }
        return dict;
    }

    public virtual void load_state_dict(StateDictionary state_dict)
    {
        var own = this.state_dict();
        Match(own, state_dict.Options.Count, state_dict.State.Count);
        for (var i = 0; i < own.Options.Count; i++)
            if (own.Options[i] != state_dict.Options[i])
                own.Options[i].LoadStateDict(state_dict.Options[i]);
        for (var i = 0; i < own.State.Count; i++)
            if (own.State[i] != state_dict.State[i])
                own.State[i].LoadStateDict(state_dict.State[i]);
    }

    public void save_state_dict(string location)
    {
        using var writer = new BinaryWriter(File.Create(location));
        save_state_dict(writer);
    }

    /// <summary>The optimiser's name, the numbers of groups and of states, then each.</summary>
    public void save_state_dict(BinaryWriter writer)
    {
        var own = state_dict();
        writer.Write(GetType().Name);
        writer.Write7BitEncodedInt64(own.Options.Count);
        writer.Write7BitEncodedInt64(own.State.Count);
        own.Options.ForEach(options => options.SaveStateDict(writer));
        own.State.ForEach(state => state.SaveStateDict(writer));
    }

    public void load_state_dict(string location)
    {
        using var reader = new BinaryReader(File.OpenRead(location));
        load_state_dict(reader);
    }

    public void load_state_dict(BinaryReader reader)
    {
        var name = reader.ReadString();
        if (name != GetType().Name)
            throw new InvalidDataException($"Mismatched optimizer type: expected '{GetType().Name}', but found '{name}' in the loaded stream.");
        var own = state_dict();
        Match(own, reader.Read7BitEncodedInt64(), reader.Read7BitEncodedInt64());
        own.Options.ForEach(options => options.LoadStateDict(reader));
        own.State.ForEach(state => state.LoadStateDict(reader));
    }

    private protected void DisposeStates(bool disposing)
    {
        base.Dispose(disposing);
        if (!disposing)
            return;
        foreach (var state in _state.values())
            (state as IDisposable)?.Dispose();
        _state.Clear();
    }

    private static void Match(StateDictionary own, long options, long states)
    {
        if (options != own.Options.Count)
            throw new ArgumentException("Invalid optimizer state -- different number of parameter groups.");
        if (states != own.State.Count)
            throw new ArgumentException("Invalid optimizer state -- different number of states.");
    }
}
