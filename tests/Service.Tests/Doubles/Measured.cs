using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using PreferenceFlow.Service.Telemetry;

namespace PreferenceFlow.Service.Tests.Doubles;

/// <summary>One measurement of an instrument, with its labels.</summary>
internal sealed record Measurement(string Instrument, double Value, IReadOnlyDictionary<string, string> Labels);

/// <summary>All that one proxy's instruments measure, and no other's.</summary>
internal sealed class Measured : IDisposable
{
    private readonly MeterListener listener = new();

    /// <param name="meters">The proxy's.</param>
    public Measured(IMeterFactory meters)
    {
        listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name != ProxyMetrics.Name || !ReferenceEquals(instrument.Meter.Scope, meters))
                return;
            Instruments.Add(instrument);
            listener.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Add(instrument, value, tags));
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
        listener.Start();
    }

    public ConcurrentBag<Instrument> Instruments { get; } = [];

    public ConcurrentQueue<Measurement> All { get; } = new();

    public IEnumerable<Measurement> Of(string instrument) => All.Where(one => one.Instrument == instrument);

    /// <summary>Asks the instruments that are only measured when asked.</summary>
    public void Observe() => listener.RecordObservableInstruments();

    public void Dispose() => listener.Dispose();

    private void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        All.Enqueue(new(instrument.Name, value, tags.ToArray().ToDictionary(tag => tag.Key, tag => $"{tag.Value}")));
}
