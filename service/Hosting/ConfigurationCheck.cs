using System.Reflection;
using Microsoft.Extensions.Options;
using PreferenceFlow.Clients;
using PreferenceFlow.Service.Pipeline;

namespace PreferenceFlow.Service.Hosting;

/// <summary>Checks all options at start and reports everything that is wrong at once: ranges, misspelt keys, unreadable values.</summary>
/// <remarks>The binder alone stops at the first key that it cannot read, and then says nothing of the ranges.</remarks>
internal sealed class ConfigurationCheck(IConfiguration configuration, IServiceProvider services) : IStartupValidator
{
    /// <exception cref="OptionsValidationException">Something is wrong; each failure is one line of the message.</exception>
    public void Validate()
    {
        var problems = new List<string>();
        Check<UpstreamOptions>(UpstreamOptions.Section, problems);
        Check<AlignmentOptions>(AlignmentOptions.Section, problems);
        if (problems.Count > 0)
            throw new OptionsValidationException("configuration", typeof(ConfigurationCheck), problems);
    }

    private void Check<T>(string section, List<string> problems)
        where T : class, new()
    {
        var known = typeof(T).GetProperties().Where(property => property.SetMethod is { IsPublic: true }).ToList();
        var readable = new T();
        foreach (var entry in configuration.GetSection(section).GetChildren())
        {
            var property = known.Find(candidate => candidate.Name.Equals(entry.Key, StringComparison.OrdinalIgnoreCase));
            if (property is null)
                problems.Add($"{entry.Path} is no setting; there are {string.Join(", ", known.Select(candidate => candidate.Name))}.");
            else if (!TryRead(entry, property, readable))
                problems.Add($"{entry.Path} must be {Kind(property.PropertyType)}.");
        }

        foreach (var validator in services.GetServices<IValidateOptions<T>>())
        {
            if (validator.Validate(Options.DefaultName, readable) is { Failed: true } result)
                problems.AddRange(result.Failures);
        }
    }

    private static bool TryRead<T>(IConfigurationSection entry, PropertyInfo property, T target)
    {
        try
        {
            if (entry.Get(property.PropertyType, binder => binder.ErrorOnUnknownConfiguration = true) is { } value)
                property.SetValue(target, value);
            return true;
        }
        catch (InvalidOperationException)
        {
            return false; // the binder's message would quote the value
        }
    }

    private static string Kind(Type type) => (Nullable.GetUnderlyingType(type) ?? type) switch
    {
        { IsEnum: true } choice => $"one of {string.Join(", ", Enum.GetNames(choice)).ToLowerInvariant()}",
        var time when time == typeof(TimeSpan) => "a time span such as 00:00:05",
        var list when list == typeof(IList<UpstreamAddress>) => "a list, each with a BaseUrl, perhaps an ApiKey and a Weight",
        var whole when whole == typeof(int) => "a whole number",
        _ => "a number",
    };
}
