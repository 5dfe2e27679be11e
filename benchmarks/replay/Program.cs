using System.ComponentModel.DataAnnotations;
using PreferenceFlow.Replay;

// dotnet run --project benchmarks/replay -- --Answers=FILE [--Port=9100]
//     [--LatencyMs=] [--TokenMs=] [--Chunk=] [--FailureRate=] [--Failure=] [--Status=]
var options = new ReplayOptions();
try
{
    new ConfigurationBuilder().AddCommandLine(args).Build().Bind(options, binder => binder.ErrorOnUnknownConfiguration = true);
    Validator.ValidateObject(options, new ValidationContext(options), validateAllProperties: true);
    var file = options.Answers ?? throw new ValidationException("--Answers=FILE is required: JSON lines with prompt and answer.");
    var answers = RecordedAnswers.Load(file);
    await using var upstream = await ReplayUpstream.StartAsync(answers, options, TimeProvider.System, CancellationToken.None);
    Console.WriteLine($"replay: listening on {upstream.Address}");
    await upstream.WaitForShutdownAsync(CancellationToken.None);
    Console.WriteLine($"replay: {upstream.Requests} requests, {upstream.Cancellations} cancelled");
    return 0;
}
catch (Exception exception) when (
    exception is ValidationException or InvalidOperationException or InvalidDataException or IOException or FormatException)
{
    Console.Error.WriteLine($"replay: {exception.Message}");
    return 1;
}
