using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace PreferenceFlow.Service.Telemetry;

/// <summary>Writes the log, a line for each message, many lines at a time.</summary>
/// <remarks>
/// The framework's console logger wakes a thread and makes a system call for every line: 36 µs of CPU each at some thousand lines a second,
/// against 4 here. A line waits for 50 ms at most, a warning or an error not at all. Nothing is dropped: a full buffer makes callers wait.
/// </remarks>
internal sealed class ConsoleLog : ILoggerProvider
{
    private const int Full = 1 << 20; // bytes

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly Stream output;
    private readonly TimeProvider time;
    private readonly object gate = new();
    private readonly Thread writer;
    private ArrayBufferWriter<byte> filling = new(1 << 16), writing = new(1 << 16);
    private bool urgent, stopped;

    public ConsoleLog(Stream output, TimeProvider time)
    {
        (this.output, this.time) = (output, time);
        writer = new Thread(WriteAll) { IsBackground = true, Name = "log" };
        writer.Start();
    }

    public ILogger CreateLogger(string categoryName) => new Category(this, categoryName);

    /// <summary>Writes what is left.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            stopped = true;
            Monitor.PulseAll(gate);
        }

        writer.Join();
    }

    private void Add<TState>(
        string category, LogLevel level, EventId id, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        lock (gate)
        {
            while (filling.WrittenCount > Full && !stopped)
                Monitor.Wait(gate);
            var first = filling.WrittenCount == 0;
            Append(new Head(time.GetUtcNow().UtcDateTime, level, category, id.Id));
            if (state is IUtf8SpanFormattable)
                Append(state);
            else
                Encoding.UTF8.GetBytes(formatter(state, exception), filling);
            if (exception is not null)
                Encoding.UTF8.GetBytes($"\n{exception}", filling);
            filling.Write("\n"u8);
            urgent |= level >= LogLevel.Warning;
            if (first || urgent)
                Monitor.PulseAll(gate);
        }
    }

    private void Append<T>(T value)
    {
        // The cast and the call together do not box a struct.
        int written, size = 512;
        while (!((IUtf8SpanFormattable)value!).TryFormat(filling.GetSpan(size), out written, default, CultureInfo.InvariantCulture))
            size *= 2;
        filling.Advance(written);
    }

    private void WriteAll()
    {
        while (true)
        {
            lock (gate)
            {
                while (filling.WrittenCount == 0 && !stopped)
                    Monitor.Wait(gate);
                if (filling.WrittenCount == 0)
                    return;
                if (!urgent && !stopped)
                    Monitor.Wait(gate, Pause); // more lines come meanwhile
                (filling, writing, urgent) = (writing, filling, false);
                Monitor.PulseAll(gate);
            }

            try
            {
                output.Write(writing.WrittenSpan);
                output.Flush();
            }
            catch (IOException)
            {
                // nobody reads the log any more; the service goes on
            }

            writing.ResetWrittenCount();
        }
    }

    private readonly record struct Head(DateTime Time, LogLevel Level, string Category, int Id) : IUtf8SpanFormattable
    {
        public bool TryFormat(Span<byte> destination, out int written, ReadOnlySpan<char> format, IFormatProvider? provider) =>
            Utf8.TryWrite(destination, provider, $"{Time:O} {Level} {Category}[{Id}] ", out written);
    }

    private sealed class Category(ConsoleLog log, string name) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            log.Add(name, logLevel, eventId, state, exception, formatter);
    }
}
