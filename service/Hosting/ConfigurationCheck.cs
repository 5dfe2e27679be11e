using Microsoft.Extensions.Options;
using PreferenceFlow.Clients;
using PreferenceFlow.Service.Pipeline;

namespace PreferenceFlow.Service.Hosting;

/// <summary>Checks all options at start and reports everything that is wrong at once, misspelt keys and unreadable values included.</summary>
internal sealed class ConfigurationCheck(IServiceProvider services) : IStartupValidator
{
    /// <exception cref="OptionsValidationException">Something is wrong; each failure is one line of the message.</exception>
    public void Validate()
    {
        var problems = new List<string>([.. Problems<UpstreamOptions>(UpstreamOptions.Section), .. Problems<AlignmentOptions>(AlignmentOptions.Section)]);
        if (problems.Count > 0)
            throw new OptionsValidationException("configuration", typeof(ConfigurationCheck), problems);
    }

    private IEnumerable<string> Problems<T>(string section)
        where T : class
    {
        try
        {
            _ = services.GetRequiredService<IOptions<T>>().Value;
            return [];
        }
        catch (OptionsValidationException exception)
        {
            return exception.Failures;
        }
        catch (InvalidOperationException exception)
        {
            return [$"{section}: {exception.Message}"]; // an unknown key or a value of another type, from the binder
        }
    }
}
