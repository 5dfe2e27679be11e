using Microsoft.Extensions.Time.Testing;

namespace PreferenceFlow.Service.Tests.Doubles;

/// <summary>A clock that stands still and tells when the waits of a given length have begun, so that a test advances it no sooner.</summary>
/// <param name="awaited">The length to look for.</param>
/// <param name="waits">How many waits of that length are to begin.</param>
internal sealed class WatchedTime(TimeSpan awaited, int waits = 1) : FakeTimeProvider
{
    private int missing = waits;
    private readonly TaskCompletionSource begun = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Done when they have begun.</summary>
    public Task Begun => begun.Task;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new WatchedTimer(base.CreateTimer(callback, state, dueTime, period), Note);
        Note(dueTime);
        return timer;
    }

    private void Note(TimeSpan dueTime)
    {
        if (dueTime == awaited && Interlocked.Decrement(ref missing) == 0)
            begun.TrySetResult();
    }

    private sealed class WatchedTimer(ITimer timer, Action<TimeSpan> note) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            var changed = timer.Change(dueTime, period);
            note(dueTime);
            return changed;
        }

        public void Dispose() => timer.Dispose();

        public ValueTask DisposeAsync() => timer.DisposeAsync();
    }
}
