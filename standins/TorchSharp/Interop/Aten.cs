using System.Collections.Concurrent;
using System.Text;
using static TorchSharp.torch;

namespace TorchSharp.Interop;

/// <summary>
/// Calls libtorch's operators by name ("add.Tensor", "exp"), as listed in its native_functions.yaml. Arguments left out at the end
/// take the operator's defaults.
/// </summary>
internal static unsafe class Aten
{
    private static readonly ConcurrentDictionary<string, nint> Operators = new(StringComparer.Ordinal);
    private const int ScratchWords = 64;

    /// <summary>An operator that returns one tensor.</summary>
    internal static Tensor Call(string op, params ReadOnlySpan<Arg> args)
    {
        NativeValue result;
        Invoke(op, args, &result, 1);
        return new Tensor((nint)result.Pointer);
    }

    internal static (Tensor, Tensor) Call2(string op, params ReadOnlySpan<Arg> args)
    {
        var results = stackalloc NativeValue[2];
        Invoke(op, args, results, 2);
        return (new Tensor((nint)results[0].Pointer), new Tensor((nint)results[1].Pointer));
    }

    internal static (Tensor, Tensor, Tensor) Call3(string op, params ReadOnlySpan<Arg> args)
    {
        var results = stackalloc NativeValue[3];
        Invoke(op, args, results, 3);
        return (new Tensor((nint)results[0].Pointer), new Tensor((nint)results[1].Pointer), new Tensor((nint)results[2].Pointer));
    }

    /// <summary>The first of several results; the others are let go.</summary>
    internal static Tensor First(string op, params ReadOnlySpan<Arg> args)
    {
        var results = stackalloc NativeValue[8];
        var n = Invoke(op, args, results, 8);
        for (var i = 1; i < n; i++)
            Release(results[i]);
        return new Tensor((nint)results[0].Pointer);
    }

    internal static Tensor[] List(string op, params ReadOnlySpan<Arg> args)
    {
        NativeValue result;
        Invoke(op, args, &result, 1);
        var handles = (nint*)result.Pointer;
        var tensors = new Tensor[result.Count];
        for (var i = 0; i < tensors.Length; i++)
            tensors[i] = new Tensor(handles[i]);
        Native.ts_free_list(handles);
        return tensors;
    }

    internal static bool Bool(string op, params ReadOnlySpan<Arg> args)
    {
        NativeValue result;
        Invoke(op, args, &result, 1);
        return result.Int != 0;
    }

    internal static NativeValue Value(string op, params ReadOnlySpan<Arg> args)
    {
        NativeValue result;
        Invoke(op, args, &result, 1);
        return result;
    }

    /// <summary>An operator that changes its first argument; what it returns is that argument, and is let go.</summary>
    internal static void Do(string op, params ReadOnlySpan<Arg> args)
    {
        var results = stackalloc NativeValue[8];
        var n = Invoke(op, args, results, 8);
        for (var i = 0; i < n; i++)
            Release(results[i]);
    }

    /// <summary>As <see cref="Do"/>, and hands the first argument back.</summary>
    internal static Tensor Update(string op, params ReadOnlySpan<Arg> args)
    {
        Do(op, args);
        return (Tensor)args[0].Object!;
    }

    private static void Release(in NativeValue value)
    {
        if (value.Tag == Tag.Tensor)
            Native.ts_free((nint)value.Pointer);
    }

    private static int Invoke(string op, ReadOnlySpan<Arg> args, NativeValue* results, int capacity)
    {
        var words = 0;
        foreach (ref readonly var arg in args)
            words += Words(arg);
        var small = stackalloc long[ScratchWords];
        var large = words > ScratchWords ? new long[words] : null;
        fixed (long* pinned = large)
        {
            var scratch = large is null ? small : pinned;
            var values = stackalloc NativeValue[args.Length];
            for (var i = 0; i < args.Length; i++)
                scratch += Fill(ref values[i], args[i], scratch);
            var n = Native.Check(Native.ts_call(Find(op), values, args.Length, results, capacity));
            foreach (ref readonly var arg in args) // the tensors must outlive the call, also when this was their last use
                GC.KeepAlive(arg.Object);
            return n;
        }
    }

    /// <summary>Whether this libtorch has an operator.</summary>
    internal static bool Has(string op) => Native.ts_find("aten::" + op, "") != 0;

    private static nint Find(string op)
    {
        return Operators.TryGetValue(op, out var handle) ? handle : Operators.GetOrAdd(op, Resolve);

        static nint Resolve(string op)
        {
            var dot = op.IndexOf('.');
            return Native.Check(dot < 0 ? Native.ts_find("aten::" + op, "") : Native.ts_find("aten::" + op[..dot], op[(dot + 1)..]));
        }
    }

    private static int Words(in Arg arg) => arg.Object switch
    {
        long[] v => v.Length,
        double[] v => v.Length,
        Tensor?[] v => v.Length,
        string v => (Encoding.UTF8.GetByteCount(v) + 7) / 8,
        _ => 0,
    };

    /// <summary>Writes one argument, with its list, if it has one, into the scratch words; returns how many it used.</summary>
    private static int Fill(ref NativeValue value, in Arg arg, long* scratch)
    {
        value = new NativeValue { Tag = arg.Tag, Int = arg.Bits };
        switch (arg.Object)
        {
            case null or Tensor or Generator:
                return 0;
            case long[] v:
                v.CopyTo(new Span<long>(scratch, v.Length));
                value.Count = v.Length;
                break;
            case double[] v:
                v.CopyTo(new Span<double>(scratch, v.Length));
                value.Count = v.Length;
                break;
            case Tensor?[] v:
                for (var i = 0; i < v.Length; i++)
                    scratch[i] = v[i] is { } t ? t.Handle : 0;
                value.Count = v.Length;
                break;
            case string v:
                value.Count = Encoding.UTF8.GetBytes(v, new Span<byte>(scratch, Encoding.UTF8.GetByteCount(v)));
                value.Pointer = scratch;
                return (value.Count + 7) / 8;
            case Device v:
                value.Count = (int)v.type;
                value.Int = v.index;
                return 0;
        }
        value.Pointer = scratch;
        return value.Count;
    }
}
