namespace PreferenceFlow.FlowModel.Rewards;

/// <summary>Gain of one text over another.</summary>
/// <param name="Members">By every member, calibrated, in logits; at least one.</param>
/// <param name="Doubt">
/// How far the difference lies from what the training pairs have shown, in logits, at least 0: the root of its last-layer Fisher leverage
/// (<see cref="FisherInformation"/>); 0 where the network gives none.
/// </param>
public readonly record struct MemberGains(double[] Members, double Doubt)
{
    /// <summary>Gains without doubt.</summary>
    public static implicit operator MemberGains(double[] members) => new(members, 0);
}
