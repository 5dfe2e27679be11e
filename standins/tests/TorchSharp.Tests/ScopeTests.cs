namespace TorchSharp.Tests;

public class ScopeTests
{
    private static ThreadDisposeScopeStatistics Counts => DisposeScopeManager.Statistics;

    [Fact]
    public void Scope_WhenDisposed_DisposesWhatWasMadeInIt()
    {
        Counts.Reset();
        Tensor inner, moved, detached;
        using (var outer = NewDisposeScope())
        {
            using (var scope = NewDisposeScope())
            {
                Assert.Same(scope, CurrentDisposeScope);
                inner = zeros(1) + 1; // two tensors
                moved = zeros(1).MoveToOuterDisposeScope();
                detached = zeros(1).DetachFromDisposeScope();
                Assert.Equal(2, scope.DisposablesCount);
                Assert.True(scope.Contains(inner));
            }
            Assert.True(inner.IsInvalid);
            Assert.False(moved.IsInvalid);
            Assert.Equal(1, outer.DisposablesCount);
        }
        Assert.True(moved.IsInvalid);
        Assert.False(detached.IsInvalid);
        Assert.Equal((4, 3, 1, 1),
            (Counts.CreatedInScopeCount, Counts.DisposedInScopeCount, Counts.DetachedFromScopeCount, Counts.ThreadTotalLiveCount));
        detached.Dispose();
        Assert.Equal(0, Counts.ThreadTotalLiveCount);
        Assert.Null(CurrentDisposeScope);
    }

    [Fact]
    public void Scope_ToldWhatToKeep_DisposesTheRest()
    {
        using var scope = NewDisposeScope();
        var (a, b, c) = (zeros(1), zeros(1), zeros(1));
        Assert.Same(b, scope.DisposeEverythingBut(b));
        Assert.True(a.IsInvalid && !b.IsInvalid && c.IsInvalid);
        scope.DisposeEverything();
        Assert.True(b.IsInvalid);
        Assert.Equal(0, scope.DisposablesCount);
    }

    [Fact]
    public void Tensors_BetweenScopes_MoveAndAttach()
    {
        using var outer = NewDisposeScope();
        var home = zeros(1);
        Tensor a, b, c, d;
        using (var scope = NewDisposeScope())
        {
            (a, b) = scope.MoveToOuter(zeros(1), zeros(1));
            c = zeros(1).MoveToOtherDisposeScope(home);
            d = scope.Detach(zeros(1));
            scope.Attach(d);
        }
        Assert.True(outer.Contains(a) && outer.Contains(b) && outer.Contains(c) && d.IsInvalid);
        outer.MoveToOuter(a); // there is none: detached
        Assert.False(outer.Contains(a));
        a.Dispose();
        Assert.Equal(3, outer.DisposablesView.Count);
    }

    [Fact]
    public void Scope_OfAnotherThread_IsItsOwn()
    {
        using var scope = NewDisposeScope();
        Tensor? elsewhere = null;
        var thread = new Thread(() =>
        {
            Assert.Null(CurrentDisposeScope);
            elsewhere = zeros(1);
            Assert.Equal(1, Counts.ThreadTotalLiveCount);
        });
        thread.Start();
        thread.Join();
        Assert.False(scope.Contains(elsewhere!));
        elsewhere!.Dispose();
    }

    [Fact]
    public void Scope_AfterItsEnd_CanNotBeUsed()
    {
        var scope = NewDisposeScope();
        scope.Dispose();
        scope.Dispose();
        Assert.Throws<ObjectDisposedException>(() => scope.DisposablesCount);
        Assert.Throws<ObjectDisposedException>(scope.DisposeEverything);
    }

    [Fact]
    public void Scope_DisposedOutOfOrder_LeavesTheInnerOneCurrent()
    {
        var outer = NewDisposeScope();
        using var inner = NewDisposeScope();
        outer.Dispose();
        Assert.Same(inner, CurrentDisposeScope);
    }

    [Fact]
    public void Tensors_OutsideScopes_AreFreedByTheGarbageCollector()
    {
        static void Make()
        {
            for (var i = 0; i < 100; i++)
                _ = zeros(1000);
        }
        var before = Tensor.TotalCount;
        Make();
        Assert.True(Tensor.TotalCount >= before + 100);
        for (var attempt = 0; attempt < 20 && Tensor.TotalCount > before; attempt++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
        Assert.True(Tensor.TotalCount <= before);
    }

    [Fact]
    public void WrappedExpression_LeavesOneTensor()
    {
        using var scope = NewDisposeScope();
        var x = WrappedTensorDisposeScope(() => zeros(2) + 1 + 2);
        Assert.Equal(1, scope.DisposablesCount);
        Check.Near([3, 3], x);
    }
}
