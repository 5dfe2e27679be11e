namespace PreferenceFlow.FlowModel.Bundles;

/// <summary>Shapes, calibration and thresholds that the networks are served with; <c>settings.json</c>.</summary>
public sealed record BundleSettings
{
    /// <summary>Of the edit flow and its ensemble; null for a bundle that only selects.</summary>
    public EditSettings? Edit { get; init; }

    /// <summary>Of the ensemble on whole answers; null for a bundle that only edits.</summary>
    public SelectionSettings? Selection { get; init; }

    /// <summary>Share of the sources that training held out for the report; with the seed it finds them again.</summary>
    public double HeldOut { get; init; }

    /// <summary>Share of the sources that training stopped and calibrated on.</summary>
    public double Validation { get; init; }
}
