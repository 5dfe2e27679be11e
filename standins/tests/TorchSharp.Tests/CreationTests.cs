namespace TorchSharp.Tests;

public class CreationTests
{
    [Fact]
    public void Factories_Fill_TheirShape()
    {
        using var scope = NewDisposeScope();
        (Tensor Tensor, long[] Shape, ScalarType Type, double[] Values)[] cases =
        [
            (zeros(2), [2], ScalarType.Float32, [0, 0]), (ones(1, 2, dtype: ScalarType.Float64), [1, 2], ScalarType.Float64, [1, 1]),
            (full(2, 2, 7), [2, 2], ScalarType.Int64, [7, 7, 7, 7]), (full([2], 0.5), [2], ScalarType.Float32, [0.5, 0.5]),
            (empty(2, 3).fill_(1), [2, 3], ScalarType.Float32, [1, 1, 1, 1, 1, 1]), (zeros([0, 3]), [0, 3], ScalarType.Float32, []),
            (eye(2), [2, 2], ScalarType.Float32, [1, 0, 0, 1]), (eye(1, 2), [1, 2], ScalarType.Float32, [1, 0]),
            (arange(3), [3], ScalarType.Int64, [0, 1, 2]), (arange(1, 4), [3], ScalarType.Int64, [1, 2, 3]),
            (arange(0.0, 1, 0.5), [2], ScalarType.Float32, [0, 0.5]),
            (arange(2, dtype: ScalarType.Float32), [2], ScalarType.Float32, [0, 1]),
            (linspace(0, 1, 3), [3], ScalarType.Float32, [0, 0.5, 1]), (logspace(0, 2, 3), [3], ScalarType.Float32, [1, 10, 100]),
            (tensor(1.5f), [], ScalarType.Float32, [1.5]), (tensor(1.5), [], ScalarType.Float64, [1.5]),
            (tensor(2), [], ScalarType.Int32, [2]), (tensor(2L), [], ScalarType.Int64, [2]), (tensor(true), [], ScalarType.Bool, [1]),
            (tensor((byte)3), [], ScalarType.Byte, [3]), (tensor(2.5, dtype: ScalarType.Float32), [], ScalarType.Float32, [2.5]),
            (tensor(new[] { 1f, 2f }), [2], ScalarType.Float32, [1, 2]),
            (tensor(new[] { 1L, 2L }, dtype: ScalarType.Float64), [2], ScalarType.Float64, [1, 2]),
            (tensor(new[] { 1, 2 }), [2], ScalarType.Int32, [1, 2]), (tensor(new[] { true, false }), [2], ScalarType.Bool, [1, 0]),
            (tensor(new short[] { 5 }), [1], ScalarType.Int16, [5]), (tensor(new sbyte[] { -5 }), [1], ScalarType.Int8, [-5]),
            (tensor(new byte[] { 5 }), [1], ScalarType.Byte, [5]),
            (tensor(new[,] { { 1f, 2f }, { 3f, 4f } }), [2, 2], ScalarType.Float32, [1, 2, 3, 4]),
            (tensor(new long[1, 1, 2]), [1, 1, 2], ScalarType.Int64, [0, 0]),
            (tensor(new double[1, 1, 1, 1]), [1, 1, 1, 1], ScalarType.Float64, [0]),
            (tensor(new[] { 1f, 2f, 3f, 4f }, [2, 2]), [2, 2], ScalarType.Float32, [1, 2, 3, 4]),
            (tensor(new List<float> { 1, 2 }, 2, 1), [2, 1], ScalarType.Float32, [1, 2]),
            (tensor(new[] { 1f, 2f }.AsMemory(), [1, 2]), [1, 2], ScalarType.Float32, [1, 2]),
            (from_array(new[,] { { 1, 2 } }), [1, 2], ScalarType.Int32, [1, 2]), (as_tensor(new[] { 1.0 }), [1], ScalarType.Float64, [1]),
            (2.5f, [], ScalarType.Float32, [2.5]), (new[] { 1L }, [1], ScalarType.Int64, [1]),
            (zeros_like(ones(2)), [2], ScalarType.Float32, [0, 0]), (ones(2).full_like(3), [2], ScalarType.Float32, [3, 3]),
            (zeros(2).ones_like(ScalarType.Int64), [2], ScalarType.Int64, [1, 1]),
            (ones(1, dtype: ScalarType.Float64).new_zeros([2]), [2], ScalarType.Float64, [0, 0]),
            (ones(1).new_full(1, 2, 4), [1, 2], ScalarType.Float32, [4, 4]),
            (tril_indices(2, 2), [2, 3], ScalarType.Int64, [0, 1, 1, 0, 0, 1]),
            (nn.functional.one_hot(tensor(new[] { 1L, 0L }), 3), [2, 3], ScalarType.Int64, [0, 1, 0, 1, 0, 0]),
        ];
        foreach (var ((actual, shape, type, values), i) in cases.Select((c, i) => (c, i)))
        {
            Assert.True(shape.SequenceEqual(actual.shape) && type == actual.dtype, $"case {i}: {actual}");
            Check.Near(values, actual, 1e-6);
        }
    }

    [Fact]
    public void Factory_AskedForGradients_MakesALeafThatTakesThem()
    {
        using var scope = NewDisposeScope();
        Assert.True(zeros(2, requires_grad: true) is { requires_grad: true, is_leaf: true });
        Assert.True(tensor(1f, requires_grad: true).requires_grad);
        Assert.False(zeros(2).requires_grad);
        Assert.Throws<ArgumentException>(() => tensor(new[] { 1f }, [2L]));
    }

    [Fact]
    public void Array_AfterItsTensorWasMade_IsNotTiedToIt()
    {
        using var scope = NewDisposeScope();
        var array = new[] { 1f, 2f };
        var x = tensor(array);
        array[0] = 9;
        Check.Near([1, 2], x);
    }

    [Fact]
    public void DefaultType_WhenSet_IsWhatFactoriesUse()
    {
        using var scope = NewDisposeScope();
        set_default_dtype(ScalarType.Float64);
        try
        {
            Assert.Equal(ScalarType.Float64, zeros(1).dtype);
        }
        finally
        {
            set_default_dtype(ScalarType.Float32);
        }
    }
}
