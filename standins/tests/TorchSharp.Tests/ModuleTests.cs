using TorchSharp.Modules;

namespace TorchSharp.Tests;

public class ModuleTests
{
    private static readonly string[] Names =
        ["scale", "input.weight", "input.bias", "blocks.0.norm.weight", "blocks.0.norm.bias", "blocks.0.linear.weight",
            "blocks.1.norm.weight", "blocks.1.norm.bias", "blocks.1.linear.weight"];

    [Fact]
    public void Names_OfWhatIsRegistered_AreThePathsOfFields()
    {
        using var net = new Net();
        Assert.Equal(Names, net.named_parameters().Select(p => p.name));
        Assert.Equal(["offset"], net.named_buffers().Select(b => b.name));
        Assert.Equal([.. Names, "offset"], net.state_dict().Keys);
        Assert.Equal(["input", "blocks", "dropout"], net.named_children().Select(c => c.name));
        Assert.Equal(["input", "blocks", "dropout", "blocks.0", "blocks.1", "blocks.0.norm", "blocks.0.linear", "blocks.1.norm",
            "blocks.1.linear"], net.named_modules().Select(m => m.name));
        Assert.Same(net.get_parameter("blocks.1.linear.weight"), net.parameters().Last());
        Assert.True(net.has_parameter("input.bias") && !net.has_parameter("input.nothing") && net.has_buffer("offset"));
        Assert.Equal("Net", net.GetName());
        Assert.Equal(["scale"], net.named_parameters(recurse: false).Select(p => p.name));
    }

    [Fact]
    public void SavedModule_LoadedIntoAnother_ComputesTheSame()
    {
        using var scope = NewDisposeScope();
        var file = Path.GetTempFileName();
        using var net = new Net();
        using var other = new Net();
        net.eval();
        other.eval();
        using (no_grad())
            net.Offset.fill_(0.25);
        var x = randn(5, 3);
        Assert.False(net.call(x).allclose(other.call(x)));
        net.save(file);
        var loaded = new Dictionary<string, bool>();
        other.load(file, loadedParameters: loaded);
        Check.Near(net.call(x), other.call(x));
        Assert.Equal(10, loaded.Count(entry => entry.Value));

        using var stream = new MemoryStream();
        net.save(stream);
        using var third = new Net();
        third.load(new MemoryStream(stream.ToArray()), skip: ["scale"]);
        Check.Near(net.Offset, third.Offset);
        using var deeper = new Net(depth: 3);
        Assert.Throws<ArgumentException>(() => deeper.load(file));
        deeper.load(file, strict: false);
        using var wider = new Net(width: 5);
        Assert.Throws<ArgumentException>(() => wider.load(file));
        File.Delete(file);
    }

    [Fact]
    public void StateDict_FromAnother_IsCopied()
    {
        using var scope = NewDisposeScope();
        using var net = new Net();
        using var other = new Net();
        var (missing, unexpected) = other.load_state_dict(net.state_dict());
        Assert.Empty(missing.Concat(unexpected));
        foreach (var (mine, its) in net.parameters().Zip(other.parameters()))
            Check.Near(mine, its);
        var partial = net.state_dict();
        partial.Remove("scale");
        partial["more"] = zeros(1);
        Assert.Throws<InvalidOperationException>(() => other.load_state_dict(partial));
        (missing, unexpected) = other.load_state_dict(partial, strict: false);
        Assert.Equal(["scale"], missing);
        Assert.Equal(["more"], unexpected);
    }

    [Fact]
    public void Mode_OfAModule_ReachesItsChildren()
    {
        using var scope = NewDisposeScope();
        using var net = new Net();
        Assert.True(net.training && net.modules().All(m => m.training));
        net.eval();
        Assert.True(net.modules().All(m => !m.training));
        Check.Near(net.call(ones(1, 3)), net.call(ones(1, 3)));
        net.train();
        Assert.False(net.call(ones(50, 3)).allclose(net.call(ones(50, 3))));
        var seen = new List<string>();
        net.apply(module => seen.Add(module.GetName()));
        Assert.Equal(("Net", 10), (seen[^1], seen.Count));
    }

    [Fact]
    public void Move_ToAnotherType_ReplacesTensorsInRegistryAndFields()
    {
        using var scope = NewDisposeScope();
        using var net = new Net();
        var before = net.parameters().Select(p => p.to(ScalarType.Float64)).ToList();
        net.call(ones(1, 3)).sum().backward();
        Assert.Same(net, net.to(ScalarType.Float64));
        Assert.All(net.state_dict().Values, t => Assert.Equal(ScalarType.Float64, t.dtype));
        Assert.Equal((ScalarType.Float64, ScalarType.Float64), (net.Scale.dtype, net.Offset.dtype));
        Assert.True(net.Scale is { requires_grad: true, is_leaf: true, grad: not null });
        foreach (var (old, now) in before.Zip(net.parameters()))
            Check.Near(old, now);
        Assert.Equal(ScalarType.Float64, net.call(ones(1, 3, dtype: ScalarType.Float64)).dtype);
        Assert.Throws<ArgumentException>(() => net.to(ScalarType.Int64));
        Assert.Same(net, net.@float().cpu().to("cpu").to(CPU));
    }

    [Fact]
    public void DisposedModule_LeavesNoTensor()
    {
        DisposeScopeManager.Statistics.Reset();
        using (var net = new Net())
        {
            using var scope = NewDisposeScope();
            net.call(ones(2, 3)).sum().backward();
            net.zero_grad();
        }
        Assert.Equal(0, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void Parameters_MadeInsideAScope_OutliveIt()
    {
        Linear linear;
        using (NewDisposeScope())
            linear = nn.Linear(2, 2);
        Assert.False(linear.weight.IsInvalid);
        linear.Dispose();
        Assert.True(linear.weight.IsInvalid);
    }

    [Fact]
    public void Hooks_UntilRemoved_SeeAndChange()
    {
        using var scope = NewDisposeScope();
        using var identity = nn.Identity();
        var before = identity.register_forward_pre_hook((_, x) => x + 1);
        var after = identity.register_forward_hook((_, _, y) => y * 10);
        Check.Near(20, identity.call(tensor(1.0)));
        before.remove();
        after.remove();
        Check.Near(1, identity.call(tensor(1.0)));
    }

    [Fact]
    public void Registration_OfNonsense_IsRefused()
    {
        using var net = new Net();
        using var more = nn.Linear(1, 1);
        Assert.Throws<InvalidOperationException>(() => net.register_module("input", more));
        Assert.Throws<ArgumentException>(() => net.register_module("a.b", more));
        Assert.Throws<InvalidOperationException>(() => net.register_parameter("scale", more.weight));
        using var dropout = nn.Dropout();
        Assert.Throws<InvalidOperationException>(() => dropout.register_parameter("p", more.weight));
    }
}
