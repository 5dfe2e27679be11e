using System.Security.Cryptography;
using PreferenceFlow.Training.Data;
using PreferenceFlow.Training.Loop;

namespace PreferenceFlow.Cli;

/// <summary>Pairs read from files, with every bad line reported on standard error.</summary>
/// <param name="Pairs">The good pairs in the order of the files.</param>
/// <param name="Sha256">Hash of the files' bytes, in hex.</param>
internal sealed record PairFiles(IReadOnlyList<PreferencePair> Pairs, string Sha256)
{
    /// <exception cref="TrainingFailedException">A file is missing, or no line is good.</exception>
    /// <exception cref="InvalidDataException">A line is bad and <paramref name="policy"/> is to stop.</exception>
    public static PairFiles Read(IReadOnlyList<FileInfo> files, BadLinePolicy policy)
    {
        var pairs = new List<PreferencePair>();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in files)
        {
            if (!file.Exists)
                throw new TrainingFailedException($"{file}: there is no such file; JSON lines with chosen and rejected were expected.");
            hash.AppendData(File.ReadAllBytes(file.FullName));
            var read = PairReader.Read(file.FullName, policy);
            foreach (var line in read.BadLines)
                Console.Error.WriteLine($"{file}:{line.Number}: {line.Reason}");
            Console.Error.WriteLine($"{file}: {read.Pairs.Count} pairs, {read.BadLines.Count} bad lines");
            pairs.AddRange(read.Pairs);
        }

        if (pairs.Count == 0)
            throw new TrainingFailedException("No good pair was found; lines with chosen and rejected were expected.");
        return new(pairs, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }
}
