using System.Collections.Concurrent;

namespace PreferenceFlow.Service.Telemetry;

/// <summary>Model names as metric labels. Clients may send any name, so only the first hundred that the upstream has served are told.</summary>
internal sealed class ModelNames
{
    public const string Other = "other";

    private const int Most = 100, Longest = 100;

    private readonly ConcurrentDictionary<string, byte> served = new(StringComparer.Ordinal);

    /// <param name="isServed">True where the upstream has just answered for it with 200.</param>
    /// <returns>The name, or <c>other</c>.</returns>
    public string Label(string? model, bool isServed)
    {
        if (model is not { Length: > 0 and <= Longest })
            return Other;
        if (served.ContainsKey(model))
            return model;
        return isServed && served.Count < Most && (served.TryAdd(model, 0) || served.ContainsKey(model)) ? model : Other;
    }
}
