namespace TorchSharp;

/// <summary>Owns the tensors made on its thread while it is the innermost scope, and disposes them with itself.</summary>
public sealed partial class DisposeScope : IDisposable
{
    private readonly DisposeScopeManager _manager;
    private bool _disposed;

    internal DisposeScope(DisposeScopeManager manager)
    {
        _manager = manager;
        OuterScope = manager.CurrentDisposeScope;
    }

    internal DisposeScope? OuterScope { get; set; }

    internal HashSet<IDisposable> Disposables { get; private set; } = new(ReferenceEqualityComparer.Instance);

    public IReadOnlyList<IDisposable> DisposablesView => Live.Disposables.ToArray();

    public int DisposablesCount => Live.Disposables.Count;

    public bool Contains(IDisposable disposable) => Disposables.Contains(disposable);

    public void MoveToOther(DisposeScope? scope, IEnumerable<IDisposable> disposables)
    {
        if (scope is null)
        {
            Detach(disposables);
            return;
        }
        foreach (var disposable in disposables)
            if (Live.Disposables.Contains(disposable))
                scope.Take(disposable);
    }

    public void MoveToOuter(IEnumerable<IDisposable> disposables) => MoveToOther(OuterScope, disposables);

    public void Detach(IEnumerable<IDisposable> disposables)
    {
        foreach (var disposable in disposables)
            if (Live.Disposables.Remove(disposable) && disposable is torch.Tensor tensor)
            {
                tensor.OwningDisposeScope = null;
                _manager.StatisticsInstance.TensorStatistics.DetachedFromScopeCount++;
            }
    }

    public IReadOnlyList<IDisposable> Attach(IEnumerable<IDisposable> disposables)
    {
        var all = disposables.ToList();
        foreach (var disposable in all)
            if (Live.Take(disposable))
                _manager.StatisticsInstance.TensorStatistics.AttachedToScopeCount++;
        return all;
    }

    public void DisposeEverything() => DisposeEverythingBut(Array.Empty<IDisposable>());

    public void DisposeEverythingBut(IEnumerable<IDisposable> inKeep)
    {
        var all = Live.Disposables;
        Disposables = new HashSet<IDisposable>(inKeep, ReferenceEqualityComparer.Instance);
        foreach (var disposable in all)
            if (!Disposables.Contains(disposable))
                disposable.Dispose();
    }

    /// <summary>Forgets something that was disposed elsewhere.</summary>
    public void MarkAsDisposed(IDisposable disposable)
    {
        Disposables.Remove(disposable);
        if (disposable is torch.Tensor tensor)
            tensor.OwningDisposeScope = null;
    }

    public void Dispose()
    {
        if (_disposed)
            return;
        DisposeEverything();
        _manager.Remove(this);
        _disposed = true;
    }

    internal void Add(torch.Tensor tensor) => Disposables.Add(tensor);

    /// <summary>Puts one tensor in the place of another.</summary>
    internal static void Replace(torch.Tensor original, torch.Tensor replacement)
    {
        if (original.OwningDisposeScope is not { } scope || !scope.Disposables.Remove(original))
            return;
        original.OwningDisposeScope = null;
        scope.Take(replacement);
    }

    private DisposeScope Live => _disposed ? throw new ObjectDisposedException(typeof(DisposeScope).FullName) : this;

    private bool Take(IDisposable disposable)
    {
        if (disposable is not torch.Tensor tensor)
            throw new InvalidOperationException("A DisposeScope manages tensors only.");
        if (tensor.OwningDisposeScope == this)
            return false;
        tensor.OwningDisposeScope?.Disposables.Remove(tensor);
        Disposables.Add(tensor);
        tensor.OwningDisposeScope = this;
        return true;
    }
}
