using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace TorchSharp.Utils;

/// <summary>A dictionary that keeps the order in which its keys were added.</summary>
public class OrderedDict<TKey, TValue> : IDictionary<TKey, TValue>, IList<(TKey, TValue)> where TKey : notnull
{
    private readonly List<(TKey Key, TValue Value)> _list = [];
    private readonly Dictionary<TKey, TValue> _dict = [];

    public int Count => _list.Count;
    public bool IsReadOnly => false;
    public ICollection<TKey> Keys => _list.ConvertAll(e => e.Key);
    public ICollection<TValue> Values => _list.ConvertAll(e => e.Value);

    public TValue this[TKey key]
    {
        get => _dict[key];
        set
        {
            if (_dict.ContainsKey(key))
                _list[Position(key)] = (key, value);
            else
                _list.Add((key, value));
            _dict[key] = value;
        }
    }

    public (TKey, TValue) this[int index]
    {
        get => _list[index];
        set
        {
            _dict.Remove(_list[index].Key);
            _list[index] = value;
            _dict[value.Item1] = value.Item2;
        }
    }

    public IEnumerable<TKey> keys() => Keys;
    public IEnumerable<TValue> values() => Values;
    public IEnumerator<(TKey, TValue)> items() => _list.GetEnumerator();

    public void Add(TKey key, TValue value)
    {
        _dict.Add(key, value);
        _list.Add((key, value));
    }

    public void Add((TKey, TValue) item) => Add(item.Item1, item.Item2);
    public void Add(KeyValuePair<TKey, TValue> item) => Add(item.Key, item.Value);

    public void Insert(int index, (TKey, TValue) item)
    {
        _dict.Add(item.Item1, item.Item2);
        _list.Insert(index, item);
    }

    public bool Remove(TKey key)
    {
        if (!_dict.Remove(key))
            return false;
        _list.RemoveAt(Position(key));
        return true;
    }

    public bool Remove((TKey, TValue) item) => Contains(item) && Remove(item.Item1);
    public bool Remove(KeyValuePair<TKey, TValue> item) => Contains(item) && Remove(item.Key);
    public void RemoveAt(int index) => Remove(_list[index].Key);

    public void clear() => Clear();

    public void Clear()
    {
        _list.Clear();
        _dict.Clear();
    }

    public bool ContainsKey(TKey key) => _dict.ContainsKey(key);
    public bool Contains((TKey, TValue) item) => _list.Contains(item);
    public bool Contains(KeyValuePair<TKey, TValue> item) => _list.Contains((item.Key, item.Value));
    public int IndexOf((TKey, TValue) item) => _list.IndexOf(item);
    public bool TryGetValue(TKey key, [MaybeNullWhen(false)] out TValue value) => _dict.TryGetValue(key, out value);

    public void CopyTo((TKey, TValue)[] array, int arrayIndex) => _list.CopyTo(array, arrayIndex);

    public void CopyTo(KeyValuePair<TKey, TValue>[] array, int arrayIndex)
    {
        foreach (var (key, value) in _list)
            array[arrayIndex++] = new(key, value);
    }

    public IEnumerator<(TKey, TValue)> GetEnumerator() => _list.GetEnumerator();
    IEnumerator IEnumerable.GetEnumerator() => _list.GetEnumerator();
    IEnumerator<KeyValuePair<TKey, TValue>> IEnumerable<KeyValuePair<TKey, TValue>>.GetEnumerator() =>
        _list.Select(e => KeyValuePair.Create(e.Key, e.Value)).GetEnumerator();

    private int Position(TKey key) => _list.FindIndex(e => EqualityComparer<TKey>.Default.Equals(e.Key, key));
}
