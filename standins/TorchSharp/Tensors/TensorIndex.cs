namespace TorchSharp;

public static partial class torch
{
    /// <summary>One position of an index: a number, a slice, a tensor of places, a new dimension or "the rest".</summary>
    public struct TensorIndex
    {
        internal enum Form { NewAxis, Single, Ellipsis, Bool, Tensor, Slice }

        internal Form Kind;
        internal long? Start, Stop, Step;
        internal Tensor? Places;

        public static TensorIndex Ellipsis = new() { Kind = Form.Ellipsis };
        public static TensorIndex None = new() { Kind = Form.NewAxis };
        public static TensorIndex Null = new() { Kind = Form.NewAxis };
        public static TensorIndex Colon = Slice();

        public static TensorIndex Slice(long? start = null, long? stop = null, long? step = null) =>
            new() { Kind = Form.Slice, Start = start, Stop = stop, Step = step };
        public static TensorIndex Slice((int? start, int? end) range) => Slice(range.start, range.end);
        public static TensorIndex Slice(Range range) =>
            Slice(Signed(range.Start), range.End is { IsFromEnd: true, Value: 0 } ? null : Signed(range.End));
        public static TensorIndex Bool(bool value) => new() { Kind = Form.Bool, Start = value ? 1 : 0 };
        public static TensorIndex Single(long? index) => new() { Kind = Form.Single, Start = index };
        public static TensorIndex Tensor(Tensor tensor) => new() { Kind = Form.Tensor, Places = tensor };

        public static implicit operator TensorIndex(long value) => Single(value);
        public static implicit operator TensorIndex((int? start, int? end) range) => Slice(range);
        public static implicit operator TensorIndex(Range range) => Slice(range);
        public static implicit operator TensorIndex(Index index) => Single(Signed(index));

        /// <summary>Exists so that overloads of indexers resolve; there is no such conversion.</summary>
        public static implicit operator Tensor(TensorIndex value) => throw new InvalidOperationException("A tensor index is not a tensor.");

        private static long Signed(Index index) => index.IsFromEnd ? -index.Value : index.Value;
    }
}
