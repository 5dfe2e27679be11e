using System.Diagnostics;
using System.Threading.Channels;
using PreferenceFlow.FlowModel.Decisions;
using PreferenceFlow.FlowModel.Encoding.Embeddings;
using PreferenceFlow.FlowModel.Selection;
using PreferenceFlow.Service.Bundles;

namespace PreferenceFlow.LoadBenchmark;

/// <summary>The models, and when they begin and end to work.</summary>
/// <param name="aligner">Null where there are none.</param>
internal sealed class WatchedAligner(IAligner? aligner) : IAligner, IBundleProvider, IWork
{
    private readonly Channel<bool> _begun = Channel.CreateUnbounded<bool>();
    private readonly Channel<(long, bool)> _ended = Channel.CreateUnbounded<(long, bool)>();

    public IAligner? Aligner => aligner is null ? null : this;

    public ISelector? Selector => null;

    public IAnswerReader? Reader => null;

    public IExampleSource? Examples => null;

    public string? Id => "watched";

    public string? Problem => null;

    public ChannelReader<bool> Begun => _begun.Reader;

    public ChannelReader<(long Time, bool Left)> Ended => _ended.Reader;

    public AlignmentDecision Decide(AlignmentRequest request, CancellationToken cancellationToken)
    {
        var left = true;
        _begun.Writer.TryWrite(true);
        try
        {
            var decision = aligner!.Decide(request, cancellationToken);
            left = false;
            return decision;
        }
        finally
        {
            _ended.Writer.TryWrite((Stopwatch.GetTimestamp(), left));
        }
    }
}
