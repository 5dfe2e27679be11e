using Microsoft.Extensions.Options;
using PreferenceFlow.Clients;
using PreferenceFlow.Clients.Embeddings;
using PreferenceFlow.FlowModel.Bundles;
using PreferenceFlow.FlowModel.Decisions;
using PreferenceFlow.FlowModel.Encoding;
using PreferenceFlow.FlowModel.Encoding.Embeddings;
using PreferenceFlow.FlowModel.Onnx;
using PreferenceFlow.FlowModel.Selection;
using PreferenceFlow.Service.Pipeline;
using PreferenceFlow.Service.Telemetry;

namespace PreferenceFlow.Service.Bundles;

/// <summary>Loads the configured bundle once, beside the start: the service answers meanwhile, untouched.</summary>
internal sealed partial class BundleProvider(IOptions<AlignmentOptions> options, IServiceProvider services, ILogger<BundleProvider> logger)
    : BackgroundService, IBundleProvider
{
    private volatile State state = new(null, null, "The bundle is being loaded.");

    public IAligner? Aligner => state.Bundle?.Edit?.Aligner;

    public ISelector? Selector => state.Bundle?.Selection?.Selector;

    public IAnswerReader? Reader => state.Reader;

    public IExampleSource? Examples => state.Bundle?.Selection?.Examples;

    public string? Id => state.Bundle?.Id;

    public string? Problem => state.Problem;

    public override void Dispose()
    {
        state.Bundle?.Dispose();
        base.Dispose();
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.Run(Load, stoppingToken);

    private void Load()
    {
        if (options.Value.Bundle is not { Length: > 0 } directory)
        {
            Refuse("No bundle is configured: set Alignment:Bundle to its directory.", LogLevel.Warning);
            return;
        }

        try
        {
            var onnx = new OnnxOptions { CudaDevice = options.Value.CudaDevice };
            var bundle = ModelBundle.Load(directory, onnx);
            if (onnx.CudaProblem is { } problem)
                Log.CudaUnavailable(logger, problem);
            state = new(bundle, ReaderOf(bundle), null);
            Log.Loaded(logger, bundle.Id);
        }
        catch (Exception exception) // a bundle that cannot be read must not stop the proxy
        {
            Refuse(exception.Message, LogLevel.Error);
        }
    }

    // The upstream only where it is needed: a wrong setting of its own is then reported with all others.
    private IAnswerReader? ReaderOf(ModelBundle bundle) => bundle.Selection?.Settings.Encoder is EncoderSettings.Upstream { Model: var model }
        ? AnswerReader.Of(
            bundle.Selection.Rewards.Encoder, new UpstreamEmbeddings(new EmbeddingClient(services.GetRequiredService<Upstream>(), new() { Model = model })))
        : null;

    private void Refuse(string problem, LogLevel level)
    {
        state = new(null, null, problem);
        Log.Refused(logger, level, problem);
    }

    private sealed record State(ModelBundle? Bundle, IAnswerReader? Reader, string? Problem);

    private static partial class Log
    {
        [LoggerMessage(EventIds.BundleLoaded, LogLevel.Information, "Bundle {Bundle} is in use.")]
        public static partial void Loaded(ILogger logger, string? bundle);

        [LoggerMessage(EventIds.CudaUnavailable, LogLevel.Warning, "The networks run on the CPU, CUDA cannot be used: {Problem}")]
        public static partial void CudaUnavailable(ILogger logger, string problem);

        [LoggerMessage(EventId = EventIds.BundleRefused, Message = "No answer is aligned: {Problem}")]
        public static partial void Refused(ILogger logger, LogLevel level, string problem);
    }
}
