namespace PreferenceFlow.FlowModel.Encoding;

/// <summary>Which end of a text is kept that is too long.</summary>
public enum KeptEnd { Beginning, Ending }
