namespace PreferenceFlow.FlowModel.Bundles;

/// <summary>A bundle was refused. The message names the file and the reason.</summary>
public sealed class BundleException(string message, Exception? inner = null) : Exception(message, inner);
