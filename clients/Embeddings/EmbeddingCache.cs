namespace PreferenceFlow.Clients.Embeddings;

/// <summary>
/// The embeddings last used and those under way, by a hash of model and text: no text is kept, and none is fetched twice at a time. Safe to
/// call from several threads.
/// </summary>
/// <param name="entries">Most that are kept, at least 1.</param>
internal sealed class EmbeddingCache(int entries)
{
    private readonly Dictionary<string, LinkedListNode<(string Key, Task<float[]> Embedding)>> _places = [];
    private readonly LinkedList<(string Key, Task<float[]> Embedding)> _used = []; // the last used first
    private readonly Lock _lock = new();

    /// <summary>The embedding of a key; where there is none the caller's promise of one takes its place.</summary>
    public Task<float[]> GetOrAdd(string key, TaskCompletionSource<float[]> promise)
    {
        lock (_lock)
        {
            if (_places.TryGetValue(key, out var place))
            {
                _used.Remove(place);
                _used.AddFirst(place);
                return place.Value.Embedding;
            }

            _places[key] = _used.AddFirst((key, promise.Task));
            if (_places.Count > entries)
            {
                _places.Remove(_used.Last!.Value.Key);
                _used.RemoveLast();
            }

            return promise.Task;
        }
    }

    /// <summary>Forgets a promise that was not kept.</summary>
    public void Remove(string key, Task<float[]> broken)
    {
        lock (_lock)
        {
            if (_places.TryGetValue(key, out var place) && place.Value.Embedding == broken)
            {
                _places.Remove(key);
                _used.Remove(place);
            }
        }
    }
}
