using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace PreferenceFlow.Service.Pipeline;

/// <summary>How answers are aligned, and how much that may cost. The first six hold where a request says nothing else.</summary>
internal sealed class AlignmentOptions
{
    public const string Section = "Alignment";

    public const int MostCandidates = 16;

    /// <summary>Answers that the mode select chooses among where nothing says how many.</summary>
    public const int SelectCandidates = 4;

    /// <value>The default is auto.</value>
    public AlignmentMode Mode { get; set; } = AlignmentMode.Auto;

    /// <summary>Multiplier on the flow's rates, 0 to 2.</summary>
    /// <value>The default is 1, the learned flow.</value>
    [Range(0.0, 2.0)]
    public double Strength { get; set; } = 1;

    /// <summary>Lower bound of the gain, in logits, that an edit must exceed, 0 to 100.</summary>
    /// <value>The default is the bundle's margin.</value>
    [Range(0.0, 100.0)]
    public double? MinGain { get; set; }

    /// <summary>Most words changed in an answer, 0 to 100,000.</summary>
    /// <value>The default is no limit.</value>
    [Range(0, 100_000)]
    public int? MaxEdits { get; set; }

    /// <summary>How much of a stream is held back to be aligned.</summary>
    /// <value>The default is sentence.</value>
    public StreamPolicy StreamPolicy { get; set; }

    /// <summary>Answers to choose among, each of which the upstream makes and bills, 1 to 16.</summary>
    /// <value>The default is four with the mode select, else the number that the client asks for.</value>
    [Range(1, MostCandidates)]
    public int? Candidates { get; set; }

    /// <summary>What the bundle's objectives weigh where several answers are chosen among, by name; those it has not are passed over.</summary>
    /// <value>The default is the bundle's own rule.</value>
    public Dictionary<string, double> Objectives { get; set; } = [];

    /// <summary>Longest wait for further answers once the first one is there, 0 to 10 minutes; those that are late are left out.</summary>
    /// <value>The default is 30 seconds.</value>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00")]
    public TimeSpan CandidateWait { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Directory of the bundle.</summary>
    /// <value>The default is none: the service runs, is not ready, and passes every answer untouched.</value>
    public string? Bundle { get; set; }

    /// <summary>Index of the CUDA device that the networks run on, 0 to 63; where it cannot be used the CPU is, and the log says why.</summary>
    /// <value>The default is none: the CPU.</value>
    [Range(0, 63)]
    public int? CudaDevice { get; set; }

    /// <summary>Longest time to a decision, the wait for a place included; past it the answer leaves as it came.</summary>
    /// <value>The default is 5 seconds.</value>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:10:00")]
    public TimeSpan Budget { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Answers decided about at the same time, 1 to 1,024.</summary>
    /// <value>The default is the number of processors.</value>
    [Range(1, 1024)]
    public int Concurrency { get; set; } = Environment.ProcessorCount;

    /// <summary>Answers that may wait for a place; more leave as they are. 0 to 100,000.</summary>
    /// <value>The default is 64.</value>
    [Range(0, 100_000)]
    public int QueueLength { get; set; } = 64;

    /// <summary>Pause between keep-alive comments while a stream is held.</summary>
    /// <value>The default is 10 seconds.</value>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:10:00")]
    public TimeSpan KeepAliveInterval { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Largest chat request in bytes. Other endpoints stream their bodies and have no limit here.</summary>
    /// <value>The default is 100 MB.</value>
    [Range(1024, int.MaxValue)]
    public int MaxRequestBytes { get; set; } = 100_000_000;

    /// <summary>Most bytes of an answer that are held to be aligned; past it the rest passes untouched.</summary>
    /// <value>The default is 4 MiB.</value>
    [Range(1024, 1 << 30)]
    public int MaxAnswerBytes { get; set; } = 4 << 20;
}

[OptionsValidator]
internal sealed partial class AlignmentOptionsValidator : IValidateOptions<AlignmentOptions>;
