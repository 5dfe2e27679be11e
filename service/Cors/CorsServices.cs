using Microsoft.Extensions.Options;

namespace PreferenceFlow.Service.Cors;

internal static class CorsServices
{
    public static void AddBrowserAccess(this IServiceCollection services)
    {
        services.AddOptionsWithValidateOnStart<CorsOptions>()
            .BindConfiguration(CorsOptions.Section, binder => binder.ErrorOnUnknownConfiguration = true);
        services.AddSingleton<IValidateOptions<CorsOptions>, CorsOptionsRules>();
    }

    public static void UseBrowserAccess(this WebApplication app)
    {
        if (app.Configuration.GetSection($"{CorsOptions.Section}:{nameof(CorsOptions.Origins)}").GetChildren().Any())
            app.UseMiddleware<CorsMiddleware>();
    }
}
