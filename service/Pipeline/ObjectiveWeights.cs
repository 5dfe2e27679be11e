using System.Globalization;
using System.Text.Json;
using PreferenceFlow.Service.Errors;

namespace PreferenceFlow.Service.Pipeline;

/// <summary>What a request says of objectives: in a header <c>helpful=1, harmless=0.5</c>, in the body an object.</summary>
internal static class ObjectiveWeights
{
    private const int Most = 32;

    /// <exception cref="OpenAiException">It is neither, or a weight is out of range.</exception>
    public static IReadOnlyDictionary<string, double> Read(string field, string value)
    {
        var weights = value.StartsWith('{') ? OfObject(value) : OfList(value);
        return weights is { Count: > 0 and <= Most } && weights.Values.All(weight => double.IsFinite(weight) && weight >= 0) &&
            weights.Values.Any(weight => weight > 0)
            ? weights
            : throw OpenAiException.Invalid(
                "invalid_option", field,
                $"{field} must weigh 1 to {Most} objectives by name, as in helpful=1, harmless=0.5, at least 0 each and one above.");
    }

    /// <summary>The weights as far as the bundle has such objectives.</summary>
    /// <param name="asked">What the request itself says; null where it says nothing.</param>
    /// <param name="usual">What its key or the configuration says; names that are not in the bundle are passed over.</param>
    /// <param name="known">The bundle's objectives.</param>
    /// <exception cref="OpenAiException">The request names an objective that the bundle does not have.</exception>
    public static IReadOnlyDictionary<string, double>? Known(
        IReadOnlyDictionary<string, double>? asked, IReadOnlyDictionary<string, double>? usual, IReadOnlyList<string> known)
    {
        if (asked is not null)
        {
            return asked.Keys.All(known.Contains) ? asked : throw OpenAiException.Invalid(
                "unknown_objective", "objectives",
                known.Count == 0 ? "objectives: the bundle has none." : $"objectives: the bundle has {string.Join(", ", known)}.");
        }

        var left = usual?.Where(weight => known.Contains(weight.Key)).ToDictionary();
        return left?.Values.Any(weight => weight > 0) == true ? left : null;
    }

    private static Dictionary<string, double>? OfObject(string value)
    {
        try
        {
            return JsonSerializer.Deserialize<Dictionary<string, double>>(value);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static Dictionary<string, double>? OfList(string value)
    {
        var weights = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var part in value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (part.Split('=', 2, StringSplitOptions.TrimEntries) is not [{ Length: > 0 } name, var number] ||
                !double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out var weight) || !weights.TryAdd(name, weight))
                return null;
        }

        return weights;
    }
}
