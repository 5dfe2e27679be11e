using System.Threading.Channels;

namespace PreferenceFlow.LoadBenchmark;

/// <summary>Work that is done for a client until it leaves.</summary>
internal interface IWork
{
    /// <summary>An entry for each time that it has begun.</summary>
    ChannelReader<bool> Begun { get; }

    /// <summary>The timestamp of each time that it has ended, and whether that was before its time.</summary>
    ChannelReader<(long Time, bool Left)> Ended { get; }
}
