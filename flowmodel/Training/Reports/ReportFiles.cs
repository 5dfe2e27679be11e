using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using PreferenceFlow.FlowModel.Bundles;
using PreferenceFlow.Training.Evaluation;
using PreferenceFlow.Training.Loop;

namespace PreferenceFlow.Training.Reports;

/// <summary>A report as JSON and as a page.</summary>
public static class ReportFiles
{
    // A negative log likelihood may be infinite.
    private static readonly JsonSerializerOptions s_json = new(BundleFiles.Json)
    {
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    /// <summary>The figures as JSON, UTF-8.</summary>
    public static byte[] Json(EvaluationReport report) => JsonSerializer.SerializeToUtf8Bytes(report, s_json);

    /// <summary>The page, UTF-8 without a mark.</summary>
    public static byte[] Page(EvaluationReport report) => Encoding.UTF8.GetBytes(HtmlReport.Of(report));

    /// <summary>The training curves that a bundle's own report holds; none where it has no report or an older one.</summary>
    /// <param name="bundle">The bundle's directory.</param>
    public static IReadOnlyList<TrainingCurve> CurvesOf(string bundle)
    {
        var file = Path.Combine(bundle, BundleFiles.Report);
        if (!File.Exists(file))
            return [];
        var curves = JsonNode.Parse(File.ReadAllBytes(file))?["training"];
        return curves?.Deserialize<List<TrainingCurve>>(s_json) ?? [];
    }
}
