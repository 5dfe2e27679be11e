using TorchSharp.Modules;

namespace TorchSharp.Tests;

public class ContainerTests
{
    [Fact]
    public void Sequential_RunsItsStepsInOrder()
    {
        using var scope = NewDisposeScope();
        using var net = nn.Sequential(("first", nn.Linear(2, 3)), ("act", nn.Tanh()), ("last", nn.Linear(3, 1)));
        Assert.Equal(["first.weight", "first.bias", "last.weight", "last.bias"], net.named_parameters().Select(p => p.name));
        var x = randn(4, 2);
        var expected = ((Linear)net[2]).call(((Linear)net[0]).call(x).tanh());
        Check.Near(expected, net.call(x));
        Assert.Equal(3, net.Count);
        Assert.Equal(2, net[1..].Count);
        using var numbered = nn.Sequential(nn.Linear(2, 2), nn.ReLU()).append(nn.Linear(2, 1));
        Assert.Equal(["0.weight", "0.bias", "2.weight", "2.bias"], numbered.state_dict().Keys);
        Check.Near(x, nn.Sequential().call(x));
        var input = zeros(1);
        _ = nn.Sequential(new Through()).call(input);
        Assert.True(scope.Contains(input)); // handing the input back moves it nowhere
    }

    [Fact]
    public void ListsAndDicts_RegisterUnderTheirKeys()
    {
        using var holder = new Holder();
        Assert.Equal(["list.0.weight", "list.0.bias", "list.1.weight", "list.1.bias", "dict.a.weight", "dict.a.bias", "extra.0", "extra.1"],
            holder.named_parameters().Select(p => p.name));
        Assert.Equal(2, holder.List.Count);
        Assert.Same(holder.List[1], holder.List.Last());
        Assert.True(holder.Dict.ContainsKey("a"));
        Assert.Same(holder.Dict["a"], holder.Dict.values().Single());
        holder.Extra.to(ScalarType.Float64);
        Assert.Equal(ScalarType.Float64, holder.Extra[1].dtype);
        Assert.Same(holder.get_parameter("extra.1"), holder.Extra[1]);
        holder.eval();
        Assert.False(holder.List[0].training);
    }

    private sealed class Through() : nn.Module<Tensor, Tensor>(nameof(Through))
    {
        public override Tensor forward(Tensor input) => input;
    }

    private sealed class Holder : nn.Module
    {
        private readonly ModuleList<Linear> list = nn.ModuleList(nn.Linear(1, 1), nn.Linear(1, 1));
        private readonly ModuleDict<Linear> dict = nn.ModuleDict(("a", nn.Linear(1, 1)));
        private readonly ParameterList extra = nn.ParameterList(nn.Parameter(zeros(1)), nn.Parameter(zeros(2)));

        public Holder() : base(nameof(Holder)) => RegisterComponents();

        public ModuleList<Linear> List => list;
        public ModuleDict<Linear> Dict => dict;
        public ParameterList Extra => extra;
    }
}
