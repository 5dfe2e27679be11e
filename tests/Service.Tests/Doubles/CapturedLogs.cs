using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace PreferenceFlow.Service.Tests.Doubles;

/// <summary>Keeps every log line, with its exception, at every level.</summary>
internal sealed class CapturedLogs : ILoggerProvider, ILogger
{
    public ConcurrentQueue<string> Lines { get; } = new();

    /// <summary>Lines that cannot be written.</summary>
    public Func<string, bool> Fails { get; set; } = _ => false;

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        var line = $"{logLevel} {eventId.Name}: {formatter(state, exception)} {exception}";
        if (Fails(line))
            throw new IOException("The log cannot be written.");
        Lines.Enqueue(line);
    }

    public void Dispose()
    {
    }
}
