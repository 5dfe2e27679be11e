using System.Text;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using PreferenceFlow.Clients;
using PreferenceFlow.Service.Bundles;
using PreferenceFlow.Service.Errors;
using PreferenceFlow.Service.Formats;
using PreferenceFlow.Service.Health;
using PreferenceFlow.Service.PassThrough;
using PreferenceFlow.Service.Pipeline;

namespace PreferenceFlow.Service.Hosting;

/// <summary>Puts the service together; tests start the same one in process.</summary>
internal static class ProxyApplication
{
    public static WebApplication Build(string[] args, Action<WebApplicationBuilder> configure)
    {
        // appsettings.json lies beside the program, wherever it is started from.
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.RequestHeaderEncodingSelector = _ => Encoding.Latin1; // as towards the upstream: bytes pass as they are
            kestrel.ResponseHeaderEncodingSelector = _ => Encoding.Latin1;
            kestrel.Limits.MaxRequestBodySize = null; // RequestBody has the limit for chat; other bodies are streamed
            kestrel.Limits.MinRequestBodyDataRate = null; // a slow upload of a long prompt is no attack
        });

        builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None); // it writes query strings

        builder.Services.AddUpstream();
        builder.Services.AddOptionsWithValidateOnStart<AlignmentOptions, AlignmentOptionsValidator>()
            .BindConfiguration(AlignmentOptions.Section, binder => binder.ErrorOnUnknownConfiguration = true);
        builder.Services.AddSingleton<IValidateOptions<AlignmentOptions>, AlignmentOptionsRules>();
        builder.Services.AddSingleton<AlignmentQueue>();
        builder.Services.AddSingleton<JsonReply>();
        builder.Services.AddSingleton<StreamReply>().AddSingleton<SentenceReply>();
        builder.Services.AddSingleton<AlignmentPipeline>();
        builder.Services.AddSingleton<BundleProvider>();
        builder.Services.AddSingleton<IBundleProvider>(provider => provider.GetRequiredService<BundleProvider>());
        builder.Services.AddHostedService(provider => provider.GetRequiredService<BundleProvider>());
        builder.Services.Replace(ServiceDescriptor.Singleton<IStartupValidator, ConfigurationCheck>());
        configure(builder);

        var app = builder.Build();
        app.UseMiddleware<OpenAiErrorMiddleware>();
        app.UseRouting();
        app.MapHealth();
        app.MapAnswers();
        app.MapForwarder();
        return app;
    }
}
