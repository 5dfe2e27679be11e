using System.Reflection;
using System.Runtime.InteropServices;

namespace TorchSharp.Interop;

/// <summary>Finds and loads the native shim, once, after the environment it needs is set.</summary>
internal static partial class Shim
{
    public const string Name = "torch_shim";
    private const string File = "libtorch_shim.so";

    internal static void Register() => NativeLibrary.SetDllImportResolver(typeof(Shim).Assembly, Resolve);

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? path)
    {
        if (name != Name)
            return 0;
        // OpenMP's spinning threads would fight the BLAS library's; read when libgomp loads, so set before, and never over a user's choice.
        _ = SetEnvironment("OMP_WAIT_POLICY", "passive", overwrite: 0);
        foreach (var folder in Folders())
        {
            var file = Path.Combine(folder, File);
            if (System.IO.File.Exists(file))
                return Load(file);
        }
        throw new DllNotFoundException(
            $"The native library {File} was not found in {string.Join(" or ", Folders())}. Run `make setup` in the repository's root to compile it, then build again.");
    }

    private static nint Load(string file)
    {
        try
        {
            return NativeLibrary.Load(file);
        }
        catch (DllNotFoundException e)
        {
            throw new DllNotFoundException(
                $"{file} is there but does not load, probably because the libtorch it was compiled against is gone or was upgraded. Run `make setup` in the repository's root to compile it again. {e.Message}", e);
        }
    }

    private static IEnumerable<string> Folders()
    {
        yield return AppContext.BaseDirectory;
        var own = Path.GetDirectoryName(typeof(Shim).Assembly.Location);
        if (!string.IsNullOrEmpty(own) && own != AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar))
            yield return own;
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetEnvironment(string name, string value, int overwrite);
}
