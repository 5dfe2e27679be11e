namespace PreferenceFlow.FlowModel.Rewards;

/// <summary>What tells groups of pairs apart.</summary>
public enum PairGrouping
{
    /// <summary>What was judged.</summary>
    Objective,

    /// <summary>Who judged.</summary>
    Annotator,
}
