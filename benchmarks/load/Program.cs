using System.CommandLine;
using PreferenceFlow.LoadBenchmark;

var root = new RootCommand("Puts load on the proxy, beside the upstream itself and other proxies.")
{
    OverheadCommand.Create(),
    SoakCommand.Create(),
    FirstContentCommand.Create(),
    DisconnectCommand.Create(),
    ServeCommand.Create(),
};
return await root.Parse(args).InvokeAsync().ConfigureAwait(false);
