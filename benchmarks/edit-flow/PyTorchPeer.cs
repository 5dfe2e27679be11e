using System.Diagnostics;
using System.Text.Json;
using PreferenceFlow.FlowModel.EditFlow;
using PreferenceFlow.Training.EditFlow;

namespace PreferenceFlow.EditFlowBenchmark;

/// <summary>A Python process that makes the same training steps on the same batches.</summary>
internal sealed class PyTorchPeer : IDisposable
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web);
    private readonly Process _process;

    public PyTorchPeer(string python, EditFlowShape shape, double dropout, int threads, IReadOnlyList<EditFlowBatch> batches)
    {
        var start = new ProcessStartInfo(python, [Path.Combine(AppContext.BaseDirectory, "pytorch_step.py")])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true,
        };
        start.Environment["OMP_WAIT_POLICY"] = "passive"; // as here: spinning threads would fight the other process
        _process = Process.Start(start) ?? throw new InvalidOperationException($"{python} did not start.");
        _process.StandardInput.WriteLine(JsonSerializer.Serialize(
            new
            {
                shape.Vocabulary, shape.Width, shape.Depth, shape.Heads, shape.Positions, dropout, threads,
                batches = batches.Select(b => Wire(b, b.Indices)),
            },
            s_json));
        Version = Read().GetProperty("version").GetString()!;
    }

    public string Version { get; }

    /// <summary>Makes training steps and gives the seconds they took by the peer's own clock.</summary>
    public double Run(int steps)
    {
        _process.StandardInput.WriteLine(steps);
        return Read().GetProperty("seconds").GetDouble();
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }

    private static object Wire(EditFlowBatch batch, LossIndices indices) => new
    {
        batch.Rows.Rows, batch.Rows.Length, batch.Rows.Tokens, batch.Rows.Positions, batch.Weights,
        indices.Allowed, rateIndex = indices.Rate, pendingRows = indices.Row, at = indices.Hidden, editTokens = indices.Tokens,
    };

    private JsonElement Read() => JsonDocument.Parse(
        _process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("The PyTorch peer ended; does that Python have torch?")).RootElement;
}
