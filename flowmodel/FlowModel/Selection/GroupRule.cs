namespace PreferenceFlow.FlowModel.Selection;

/// <summary>How the rewards of several objectives or groups become the one value that an answer is chosen by.</summary>
public enum GroupRule
{
    /// <summary>They do not: the lower bound of the ensemble's gain is what is chosen by.</summary>
    None,

    /// <summary><see cref="GroupRules.Weighted"/>, by the weights of the request, or all alike.</summary>
    Weighted,

    /// <summary><see cref="GroupRules.Least"/>: the answer that the group that likes it least likes best.</summary>
    Least,

    /// <summary><see cref="GroupRules.LeastRegret"/>: the answer that no group regrets much, beside its favourite of those offered.</summary>
    LeastRegret,
}
