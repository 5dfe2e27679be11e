using System.Diagnostics;
using PreferenceFlow.Cli;
using PreferenceFlow.Demo;
using Spectre.Console;

// From pairs to better answers: train, start a recorded upstream and the proxy before it, and ask both with the official client.
var console = Output.Console;
var watch = Stopwatch.StartNew();
var folder = Directory.CreateTempSubdirectory("preferenceflow-demo-");
using var interrupted = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    interrupted.Cancel();
};
try
{
    console.Write(new Rule("[bold]1. Learn the house style from 1,600 edited drafts[/]").LeftJustified());
    var lesson = Lesson.Train(folder.FullName, interrupted.Token);

    console.Write(new Rule("[bold]2. Ask through the proxy, with the official OpenAI client[/]").LeftJustified());
    await using var stage = await Stage.OpenAsync(lesson, interrupted.Token);
    var replies = await stage.AskAsync(interrupted.Token);
    foreach (var reply in replies.Where(r => !r.Good && r.Changed).Take(8))
        ReplyView.Show(console, reply);

    console.Write(new Rule("[bold]3. What it came to[/]").LeftJustified());
    var summary = DemoSummary.Of(replies, lesson, watch.Elapsed);
    summary.Show(console);
    if (args is ["--json", var file])
        summary.Save(file);
    return 0;
}
catch (OperationCanceledException) when (interrupted.IsCancellationRequested)
{
    console.WriteLine("Interrupted.");
    return 130;
}
finally
{
    folder.Delete(recursive: true);
}
