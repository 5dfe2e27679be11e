using System.Text.RegularExpressions;

namespace PreferenceFlow.Service.Pipeline;

/// <summary>Enum values as they stand in headers: <c>NoBundle</c> is <c>no_bundle</c>.</summary>
internal static partial class HeaderNames
{
    public static string Of<T>(T value)
        where T : struct, Enum => Cache<T>.Names[value];

    [GeneratedRegex("(?<!^)(?=[A-Z])")]
    private static partial Regex WordStart();

    private static class Cache<T>
        where T : struct, Enum
    {
        public static readonly Dictionary<T, string> Names =
            Enum.GetValues<T>().ToDictionary(value => value, value => WordStart().Replace(value.ToString(), "_").ToLowerInvariant());
    }
}
