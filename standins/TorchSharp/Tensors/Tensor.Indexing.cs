using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        [System.Runtime.CompilerServices.IndexerName("TensorItems")]
        public Tensor this[params TensorIndex[] indices]
        {
            get => index(indices);
            set => index_put_(value, indices);
        }

        [System.Runtime.CompilerServices.IndexerName("TensorItems")]
        public Tensor this[params Tensor[] indices]
        {
            get => index(indices);
            set => index_put_(value, indices);
        }

        [System.Runtime.CompilerServices.IndexerName("TensorItems")]
        public Tensor this[params long[] indices]
        {
            get => index(Singles(indices));
            set => index_put_(value, Singles(indices));
        }

        [System.Runtime.CompilerServices.IndexerName("TensorItems")]
        public Tensor this[long i1]
        {
            get => select(0, i1);
            set => index_put_(value, Singles(i1));
        }

        [System.Runtime.CompilerServices.IndexerName("TensorItems")]
        public Tensor this[long i1, long i2]
        {
            get => index(Singles(i1, i2));
            set => index_put_(value, Singles(i1, i2));
        }

        [System.Runtime.CompilerServices.IndexerName("TensorItems")]
        public Tensor this[long i1, long i2, long i3]
        {
            get => index(Singles(i1, i2, i3));
            set => index_put_(value, Singles(i1, i2, i3));
        }

        [System.Runtime.CompilerServices.IndexerName("TensorItems")]
        public Tensor this[long i1, long i2, long i3, long i4]
        {
            get => index(Singles(i1, i2, i3, i4));
            set => index_put_(value, Singles(i1, i2, i3, i4));
        }

        [System.Runtime.CompilerServices.IndexerName("TensorItems")]
        public Tensor this[long i1, long i2, long i3, long i4, long i5]
        {
            get => index(Singles(i1, i2, i3, i4, i5));
            set => index_put_(value, Singles(i1, i2, i3, i4, i5));
        }

        [System.Runtime.CompilerServices.IndexerName("TensorItems")]
        public Tensor this[long i1, long i2, long i3, long i4, long i5, long i6]
        {
            get => index(Singles(i1, i2, i3, i4, i5, i6));
            set => index_put_(value, Singles(i1, i2, i3, i4, i5, i6));
        }

        public Tensor index(params Tensor[] indices) => index(Array.ConvertAll(indices, TensorIndex.Tensor));

        public Tensor index(params TensorIndex[] indices)
        {
            var view = View(indices, out var places);
            if (places is null)
                return view;
            using (view)
                return Aten.Call("index.Tensor", view, Arg.Optional(places));
        }

        public Tensor index_put_(Tensor value, params Tensor[] indices) => index_put_(value, indices, false);
        public Tensor index_put_(Tensor value, Tensor[] indices, bool accumulate = false) =>
            index_put_(value, Array.ConvertAll(indices, TensorIndex.Tensor), accumulate);
        public Tensor index_put_(Tensor value, params TensorIndex[] indices) => index_put_(value, indices, false);

        public Tensor index_put_(Tensor value, TensorIndex[] indices, bool accumulate = false)
        {
            using var view = View(indices, out var places);
            if (places is not null)
                Aten.Do("index_put_", view, Arg.Optional(places), value, accumulate);
            else if (accumulate)
                throw new ArgumentException("To accumulate, the indices must be tensors.", nameof(indices));
            else
                view.copy_(value);
            return this;
        }

        public Tensor index_put_(Scalar value, params TensorIndex[] indices)
        {
            using var view = View(indices, out var places);
            if (places is null)
            {
                view.fill_(value);
                return this;
            }
            using var filled = full(Array.Empty<long>(), value, view.dtype, view.device);
            Aten.Do("index_put_", view, Arg.Optional(places), filled, false);
            return this;
        }

        public Tensor index_put_(Scalar value, params Tensor[] indices) => index_put_(value, Array.ConvertAll(indices, TensorIndex.Tensor));

        private static TensorIndex[] Singles(params long[] indices) => Array.ConvertAll(indices, i => TensorIndex.Single(i));

        /// <summary>Does all but the indexing by tensors, which is left in <paramref name="places"/>, by dimension of the view.</summary>
        private Tensor View(TensorIndex[] indices, out Tensor?[]? places)
        {
            using var scope = NewDisposeScope();
            var used = indices.Count(i => i.Kind is TensorIndex.Form.Single or TensorIndex.Form.Slice) + indices.Sum(i => i.Kind == TensorIndex.Form.Tensor ? Taken(i.Places!) : 0);
            var rest = (int)dim() - used;
            var found = new SortedDictionary<int, Tensor>();
            var view = alias();
            var at = 0;
            foreach (var index in indices)
                switch (index.Kind)
                {
                    case TensorIndex.Form.Single:
                        view = view.select(at, index.Start ?? 0);
                        break;
                    case TensorIndex.Form.Slice:
                        view = Aten.Call("slice.Tensor", view, at++, index.Start, index.Stop, index.Step ?? 1);
                        break;
                    case TensorIndex.Form.NewAxis:
                        view = view.unsqueeze(at++);
                        break;
                    case TensorIndex.Form.Ellipsis:
                        at += rest;
                        break;
                    case TensorIndex.Form.Bool:
                        view = view.unsqueeze(at);
                        found[at++] = tensor(index.Start == 1, device: device).reshape(1);
                        break;
                    case TensorIndex.Form.Tensor:
                        found[at] = index.Places!;
                        at += Taken(index.Places!);
                        break;
                }
            places = found.Count == 0 ? null : Spread(found, scope);
            return view.MoveToOuterDisposeScope();
        }

        /// <summary>How many dimensions an index takes: a mask takes as many as it has.</summary>
        private static int Taken(Tensor places) => places.dtype is ScalarType.Bool or ScalarType.Byte ? (int)places.dim() : 1;

        private static Tensor?[] Spread(SortedDictionary<int, Tensor> found, DisposeScope scope)
        {
            var list = new List<Tensor?>();
            var at = 0;
            foreach (var (position, places) in found)
            {
                for (; at < position; at++)
                    list.Add(null);
                list.Add(scope.Contains(places) ? places.MoveToOuterDisposeScope() : places);
                at += Taken(places);
            }
            return [.. list];
        }
    }
}
