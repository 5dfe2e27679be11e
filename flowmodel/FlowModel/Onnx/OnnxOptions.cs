using Microsoft.ML.OnnxRuntime;

namespace PreferenceFlow.FlowModel.Onnx;

/// <summary>Where exported networks run.</summary>
public sealed record OnnxOptions
{
    /// <summary>Index of the CUDA device, or null for the CPU.</summary>
    public int? CudaDevice { get; init; }

    /// <summary>Threads inside one operator. One a session leaves the cores to requests running side by side.</summary>
    /// <value>The default is 1.</value>
    public int Threads { get; init; } = 1;

    /// <summary>Why the CPU is used although CUDA was asked for; null when it was not asked for or is in use.</summary>
    public string? CudaProblem { get; private set; }

    internal SessionOptions ToSessionOptions()
    {
        var session = new SessionOptions
        {
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            IntraOpNumThreads = Threads,
            InterOpNumThreads = 1,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
        };
        // Waiting threads that spin would take the core of a neighbour.
        session.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        if (CudaDevice is not { } device)
            return session;
        try
        {
            session.AppendExecutionProvider_CUDA(device);
        }
        catch (Exception exception) when (exception is OnnxRuntimeException or EntryPointNotFoundException or DllNotFoundException)
        {
            // The provider list is no proof of CUDA: only appending it tells.
            CudaProblem = exception.Message;
        }

        return session;
    }
}
