using System.Collections;
using System.Reflection;
using Microsoft.Extensions.Options;
using PreferenceFlow.Clients;
using PreferenceFlow.Service.Access;
using PreferenceFlow.Service.Admin;
using PreferenceFlow.Service.Cors;
using PreferenceFlow.Service.Errors;
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
        Check<AccessOptions>(AccessOptions.Section, problems);
        Check<AdminOptions>(AdminOptions.Section, problems);
        Check<CorsOptions>(CorsOptions.Section, problems);
        Check<ErrorOptions>(ErrorOptions.Section, problems);
        Check<LimitOptions>(LimitOptions.Section, problems);
        Check<ShutdownOptions>(ShutdownOptions.Section, problems);
        if (problems.Count > 0)
            throw new OptionsValidationException("configuration", typeof(ConfigurationCheck), problems);
    }

    private void Check<T>(string section, List<string> problems)
        where T : class, new()
    {
        var readable = new T();
        Read(configuration.GetSection(section), readable, problems);
        foreach (var validator in services.GetServices<IValidateOptions<T>>())
        {
            if (validator.Validate(Options.DefaultName, readable) is { Failed: true } result)
                problems.AddRange(result.Failures);
        }
    }

    private static void Read(IConfigurationSection section, object target, List<string> problems)
    {
        var known = target.GetType().GetProperties().Where(property => property.SetMethod is { IsPublic: true }).ToList();
        foreach (var entry in section.GetChildren())
        {
            var property = known.Find(candidate => candidate.Name.Equals(entry.Key, StringComparison.OrdinalIgnoreCase));
            if (property is null)
                problems.Add($"{entry.Path} is no setting; there are {string.Join(", ", known.Select(candidate => candidate.Name))}.");
            else if (property.GetValue(target) is IList list && Element(property.PropertyType) is { IsClass: true } element && element != typeof(string))
                ReadList(entry, list, element, problems);
            else if (!TryRead(entry, property, target))
                problems.Add($"{entry.Path} must be {Kind(property.PropertyType)}.");
        }
    }

    private static void ReadList(IConfigurationSection section, IList list, Type element, List<string> problems)
    {
        if (section.Value is { Length: > 0 })
            problems.Add($"{section.Path} must be a list: {section.Path}:0, {section.Path}:1 and so on.");
        foreach (var entry in section.GetChildren())
        {
            var item = Activator.CreateInstance(element)!;
            Read(entry, item, problems);
            list.Add(item);
        }
    }

    private static bool TryRead(IConfigurationSection entry, PropertyInfo property, object target)
    {
        // The binder takes a single value where a list belongs for no list at all, and so no limit.
        if (Element(property.PropertyType) is not null && entry.Value is { Length: > 0 })
            return false;
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

    /// <returns>Null where the type is no list.</returns>
    private static Type? Element(Type type) =>
        type is { IsGenericType: true } && type.GetGenericTypeDefinition() == typeof(IList<>) ? type.GenericTypeArguments[0] : null;

    private static string Kind(Type type) => (Nullable.GetUnderlyingType(type) ?? type) switch
    {
        { IsEnum: true } choice => $"one of {string.Join(", ", Enum.GetNames(choice)).ToLowerInvariant()}",
        var time when time == typeof(TimeSpan) => "a time span such as 00:00:05",
        var list when Element(list) is { } element => $"a list of which each (:0, :1 and so on) is {Kind(element)}",
        var whole when whole == typeof(int) || whole == typeof(long) => "a whole number",
        var text when text == typeof(string) => "a text",
        var choice when choice == typeof(bool) => "true or false",
        _ => "a number",
    };
}
