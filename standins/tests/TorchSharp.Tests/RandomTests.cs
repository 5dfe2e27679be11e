namespace TorchSharp.Tests;

public class RandomTests
{
    [Fact]
    public void Seed_GivenTwice_GivesTheSameNumbers()
    {
        using var scope = NewDisposeScope();
        Func<Tensor>[] draws =
        [
            () => rand(5), () => randn(5), () => randint(0, 100, new long[] { 5 }), () => randperm(10), () => zeros(5).normal_(),
            () => zeros(5).uniform_(0, 1), () => full([5], 0.5).bernoulli(), () => zeros(5).bernoulli_(), () => zeros(5).exponential_(),
            () => ones(5).multinomial(3), () => normal(1, 2, [5]), () => nn.functional.dropout(ones(20)),
            () => nn.Linear(2, 2).weight.detach(), () => rand_like(zeros(5)), () => randn_like(zeros(5)), () => zeros(5).random_(0, 100),
        ];
        foreach (var draw in draws)
        {
            manual_seed(7);
            var first = draw();
            var other = draw();
            manual_seed(7);
            Check.Near(first, draw());
            Assert.False(first.Equals(other));
        }
        Assert.Equal(7, initial_seed());
    }

    [Fact]
    public void State_PutBack_GivesTheSameNumbersAgain()
    {
        using var scope = NewDisposeScope();
        var state = get_rng_state();
        var first = rand(5);
        set_rng_state(state);
        Check.Near(first, rand(5));
    }

    [Fact]
    public void Generator_OfItsOwn_DoesNotTouchTheDefaultOne()
    {
        using var scope = NewDisposeScope();
        using var mine = new Generator(5);
        using var same = new Generator().manual_seed(5);
        var state = get_rng_state();
        Check.Near(rand(5, generator: mine), rand(5, generator: same));
        Check.Near(randint(0, 10, new long[] { 5 }, generator: mine), randint(0, 10, new long[] { 5 }, generator: same));
        Check.Near(zeros(5).normal_(generator: mine), zeros(5).normal_(generator: same));
        Check.Near(randperm(5, generator: mine), randperm(5, generator: same));
        Assert.Equal(5, mine.initial_seed());
        Assert.True(state.Equals(get_rng_state()));
        var mineState = mine.get_state();
        var next = rand(3, generator: mine);
        mine.set_state(mineState);
        Check.Near(next, rand(3, generator: mine));
    }

    [Fact]
    public void Draws_AreDistributedAsPromised()
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        var u = rand(20_000, dtype: ScalarType.Float64);
        Check.Near(0.5, u.mean(), 0.01);
        Assert.True(u.min().ToDouble() >= 0 && u.max().ToDouble() < 1);
        var n = randn(20_000, dtype: ScalarType.Float64);
        Check.Near(0, n.mean(), 0.03);
        Check.Near(1, n.std(), 0.03);
        Assert.Equal([0, 1, 2, 3, 4], randperm(5).sort().Values.data<long>().ToArray());
        var k = randint(3, 6, new long[] { 1000 });
        Assert.Equal((3, 5), (k.min().ToInt64(), k.max().ToInt64()));
    }

    [Fact]
    public void Threads_CanBeSet()
    {
        var before = get_num_threads();
        set_num_threads(2);
        Assert.Equal(2, get_num_threads());
        set_num_threads(before);
    }
}
