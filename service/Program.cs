using Microsoft.Extensions.Options;
using PreferenceFlow.Service.Hosting;

// dotnet run --project service -- --Upstream:BaseUrl=https://api.openai.com --Alignment:Bundle=DIR [--urls=http://127.0.0.1:8080]
try
{
    await using var app = ProxyApplication.Build(args, _ => { });
    await app.RunAsync();
    return 0;
}
catch (OptionsValidationException exception)
{
    Console.Error.WriteLine("The configuration is wrong:");
    foreach (var failure in exception.Failures)
        Console.Error.WriteLine($"- {failure}");
    return 1;
}
