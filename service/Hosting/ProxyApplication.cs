using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using PreferenceFlow.Clients;
using PreferenceFlow.Service.Access;
using PreferenceFlow.Service.Admin;
using PreferenceFlow.Service.Bundles;
using PreferenceFlow.Service.Candidates;
using PreferenceFlow.Service.Cors;
using PreferenceFlow.Service.Errors;
using PreferenceFlow.Service.Formats;
using PreferenceFlow.Service.Health;
using PreferenceFlow.Service.PassThrough;
using PreferenceFlow.Service.Pipeline;
using PreferenceFlow.Service.Telemetry;

namespace PreferenceFlow.Service.Hosting;

/// <summary>Puts the service together; tests start the same one in process.</summary>
internal static class ProxyApplication
{
    public static WebApplication Build(string[] args, Action<WebApplicationBuilder> configure)
    {
        // appsettings.json lies beside the program, wherever it is started from.
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
        builder.Services.AddOptionsWithValidateOnStart<LimitOptions, LimitOptionsValidator>()
            .BindConfiguration(LimitOptions.Section, binder => binder.ErrorOnUnknownConfiguration = true);
        builder.Services.AddSingleton<IConfigureOptions<KestrelServerOptions>, KestrelSetup>();
        builder.AddAdmin();
        builder.Services.AddAccess();
        builder.Services.AddBrowserAccess();
        builder.AddTelemetry();
        builder.Services.AddUpstream();
        builder.Services.AddOptionsWithValidateOnStart<AlignmentOptions, AlignmentOptionsValidator>()
            .BindConfiguration(AlignmentOptions.Section, binder => binder.ErrorOnUnknownConfiguration = true);
        builder.Services.AddOptionsWithValidateOnStart<ShutdownOptions, ShutdownOptionsValidator>()
            .BindConfiguration(ShutdownOptions.Section, binder => binder.ErrorOnUnknownConfiguration = true);
        builder.Services.AddSingleton<GracefulShutdown>();
        builder.Services.AddHostedService(provider => provider.GetRequiredService<GracefulShutdown>());
        builder.Services.AddOptions<HostOptions>().Configure<IOptions<ShutdownOptions>>((host, shutdown) =>
            host.ShutdownTimeout = shutdown.Value.Delay + shutdown.Value.Timeout + GracefulShutdown.Margin);
        builder.Services.AddOptionsWithValidateOnStart<ErrorOptions>()
            .BindConfiguration(ErrorOptions.Section, binder => binder.ErrorOnUnknownConfiguration = true);
        builder.Services.AddSingleton<ForeignErrors>();
        builder.Services.AddSingleton<RequestHeadReader>().AddSingleton<Forwarder>().AddSingleton<UpgradeTunnel>();
        builder.Services.AddSingleton<AlignmentQueue>();
        builder.Services.AddCandidates();
        builder.Services.AddSingleton<Decisions>();
        builder.Services.AddSingleton<JsonReply>();
        builder.Services.AddSingleton<StreamReply>().AddSingleton<SentenceReply>();
        builder.Services.AddSingleton<AlignmentPipeline>().AddSingleton<AnswerEndpoint>();
        builder.Services.AddSingleton<BundleProvider>();
        builder.Services.AddSingleton<IBundleProvider>(provider => provider.GetRequiredService<BundleProvider>());
        builder.Services.AddHostedService(provider => provider.GetRequiredService<BundleProvider>());
        builder.Services.Replace(ServiceDescriptor.Singleton<IStartupValidator, ConfigurationCheck>());
        configure(builder);

        var app = builder.Build();
        app.UseMiddleware<OpenAiErrorMiddleware>();
        app.UseBrowserAccess();
        app.UseRouting();
        app.UseForwarder();
        app.UseAdmin();
        app.UseAccess();
        var admin = app.MapAdmin();
        admin.MapHealth();
        admin.MapMetrics();
        app.MapAnswers();
        return app;
    }
}
