using Microsoft.Extensions.Options;

namespace PreferenceFlow.Service.Access;

internal static class AccessServices
{
    public static void AddAccess(this IServiceCollection services)
    {
        services.AddOptionsWithValidateOnStart<AccessOptions, AccessOptionsValidator>()
            .BindConfiguration(AccessOptions.Section, binder => binder.ErrorOnUnknownConfiguration = true);
        services.AddSingleton<IValidateOptions<AccessOptions>, AccessOptionsRules>();
        services.AddSingleton<KeyRing>();
    }

    /// <summary>Asks for keys where there are any; without, nothing is put in the way of requests.</summary>
    public static void UseAccess(this WebApplication app)
    {
        if (app.Configuration.GetSection($"{AccessOptions.Section}:{nameof(AccessOptions.Keys)}").GetChildren().Any())
            app.UseMiddleware<AccessMiddleware>();
    }
}
