using System.Globalization;
using Microsoft.Extensions.Logging;

namespace Verditer.Host;

/// <summary>Writes log lines for people: time (the host's, UTC), level, where from, what.</summary>
internal sealed class LineLoggerProvider(TextWriter writer, TimeProvider hostTime) : ILoggerProvider
{
    private readonly Lock _lock = new();

    public ILogger CreateLogger(string categoryName) => new LineLogger(this, categoryName[(categoryName.LastIndexOf('.') + 1)..]);

    public void Dispose()
    {
    }

    private void Write(string line)
    {
        lock (_lock)
        {
            writer.WriteLine(line);
            writer.Flush();
        }
    }

    private sealed class LineLogger(LineLoggerProvider provider, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var time = provider.HostTime.GetUtcNow().ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture);
            var text = formatter(state, exception);
            provider.Write(exception is null ? $"{time} {Name(logLevel)} {category}: {text}" : $"{time} {Name(logLevel)} {category}: {text}\n{exception}");
        }

        private static string Name(LogLevel level) => level switch
        {
            LogLevel.Trace or LogLevel.Debug => "debug",
            LogLevel.Information => "info ",
            LogLevel.Warning => "warn ",
            _ => "error",
        };
    }

    private TimeProvider HostTime => hostTime;
}
