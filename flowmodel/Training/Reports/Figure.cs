using System.Globalization;
using System.Xml.Linq;
using PreferenceFlow.Training.Evaluation;

namespace PreferenceFlow.Training.Reports;

/// <summary>Figures as a page shows them: rounded for the eye, whole in the <c>data</c> element's value.</summary>
internal static class Figure
{
    public static string Text(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);

    /// <summary>A figure of the report.</summary>
    public static XElement Of(double value, string format = "F3") => new(
        "data",
        new XAttribute("value", value.ToString("R", CultureInfo.InvariantCulture)),
        double.IsFinite(value) ? Text(value, format).Replace("-", "−", StringComparison.Ordinal) : "∞");

    public static XElement Count(int value) => Of(value, "N0");

    /// <summary>A share of 0 to 1 as per cent.</summary>
    public static XElement Share(double value) =>
        new("data", new XAttribute("value", value.ToString("R", CultureInfo.InvariantCulture)), $"{Text(100 * value, "F1")} %");

    /// <summary>A mean and its interval.</summary>
    public static object[] Of(Interval interval) => [Of(interval.Mean), " (", Of(interval.Low), " to ", Of(interval.High), ")"];
}
