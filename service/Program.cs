using Microsoft.Extensions.Options;
using PreferenceFlow.Service.Access;
using PreferenceFlow.Service.Hosting;

// dotnet run --project service -- --Upstream:BaseUrl=https://api.openai.com --Alignment:Bundle=DIR [--urls=http://127.0.0.1:8080]
//                              new-key NAME                 makes a client's key
if (args is ["new-key", var name])
{
    NewKeyCommand.Run(name, Console.Out);
    return 0;
}

try
{
    await using var app = ProxyApplication.Build(args, _ => { });
    app.Services.GetRequiredService<IStartupValidator>().Validate(); // before the host does, which would log a stack trace
    await app.RunAsync();
    return 0;
}
catch (IOException exception) when (exception.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException)
{
    Console.Error.WriteLine(exception.Message);
    return 1;
}
catch (OptionsValidationException exception)
{
    Console.Error.WriteLine("The configuration is wrong:");
    foreach (var failure in exception.Failures)
        Console.Error.WriteLine($"- {failure}");
    return 1;
}
