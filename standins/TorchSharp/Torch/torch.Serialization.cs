namespace TorchSharp;

public static partial class torch
{
    public static void save(Tensor t, string location) => t.save(location);
    public static Tensor load(string location) => Tensor.load(location);

    public partial class Tensor
    {
        public void save(string location) => TensorExtensionMethods.Save(this, location);
        public static Tensor load(string location) => Load(location);
        public static Tensor Load(BinaryReader reader) => TensorExtensionMethods.Load(reader);

        public static Tensor Load(Stream stream)
        {
            using var reader = new BinaryReader(stream);
            return Load(reader);
        }

        public static Tensor Load(string location) => Load(File.OpenRead(location));
    }
}
