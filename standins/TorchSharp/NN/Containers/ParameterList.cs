using System.Collections;
using static TorchSharp.torch;

namespace TorchSharp
{
    namespace Modules
    {
        /// <summary>Parameters under the names "0", "1", ... They are registered when the list itself is.</summary>
        public class ParameterList : nn.Module, IList<Parameter>
        {
            private readonly List<Parameter> _list;
            private bool _listed;

            public ParameterList(params Parameter[] parameters) : base(nameof(ParameterList)) => _list = [.. parameters];

            protected override void RegisterComponents()
            {
                if (_listed)
                    return;
                for (var i = 0; i < _list.Count; i++)
                    register_parameter($"{i}", _list[i]);
                _listed = true;
            }

            /// <summary>After a move the registry holds new parameters: the list takes them over.</summary>
            protected override void _toEpilog(ScalarType? dtype, Device? device, bool non_blocking)
            {
                base._toEpilog(dtype, device, non_blocking);
                for (var i = 0; i < _list.Count; i++)
                    _list[i] = get_parameter($"{i}") ?? _list[i];
            }

            public Parameter this[int index]
            {
                get => _list[index];
                set => _list[index] = value;
            }

            public int Count => _list.Count;
            public bool IsReadOnly => false;

            public void Add(Parameter item) => _list.Add(item);
            public void append(params Parameter[] parameters) => _list.AddRange(parameters);
            public void extend(IEnumerable<Parameter> parameters) => _list.AddRange(parameters);
            public void Insert(int index, Parameter item) => _list.Insert(index, item);
            public bool Remove(Parameter item) => _list.Remove(item);
            public void RemoveAt(int index) => _list.RemoveAt(index);
            public void Clear() => _list.Clear();
            public bool Contains(Parameter item) => _list.Contains(item);
            public int IndexOf(Parameter item) => _list.IndexOf(item);
            public void CopyTo(Parameter[] array, int arrayIndex) => _list.CopyTo(array, arrayIndex);
            public IEnumerator<Parameter> GetEnumerator() => _list.GetEnumerator();
            IEnumerator IEnumerable.GetEnumerator() => _list.GetEnumerator();
        }
    }

    public static partial class torch
    {
        public static partial class nn
        {
            public static Modules.ParameterList ParameterList(params Modules.Parameter[] parameters) => new(parameters);
        }
    }
}
