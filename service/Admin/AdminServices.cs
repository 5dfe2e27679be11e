using Microsoft.Extensions.Options;

namespace PreferenceFlow.Service.Admin;

internal static class AdminServices
{
    private const string Url = $"{AdminOptions.Section}:{nameof(AdminOptions.Url)}";

    public static void AddAdmin(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptionsWithValidateOnStart<AdminOptions>()
            .BindConfiguration(AdminOptions.Section, binder => binder.ErrorOnUnknownConfiguration = true);
        builder.Services.AddSingleton<IValidateOptions<AdminOptions>, AdminOptionsRules>();
        if (builder.Configuration[Url] is { Length: > 0 } url)
            builder.WebHost.UseUrls($"{builder.Configuration[WebHostDefaults.ServerUrlsKey]};{url}");
    }

    public static void UseAdmin(this WebApplication app)
    {
        if (app.Configuration[Url] is { Length: > 0 })
            app.UseMiddleware<AdminMiddleware>();
    }

    /// <summary>Where endpoints for operators are mapped.</summary>
    public static RouteGroupBuilder MapAdmin(this IEndpointRouteBuilder routes) => routes.MapGroup("").WithMetadata(new AdminEndpoint());
}
