namespace PreferenceFlow.FlowModel.Text;

/// <summary>Two neighbouring tokens that become one.</summary>
/// <param name="Left">Id of the left token.</param>
/// <param name="Right">Id of the right token.</param>
internal readonly record struct BpeMerge(int Left, int Right) : IComparable<BpeMerge>
{
    public int CompareTo(BpeMerge other) => Left != other.Left ? Left.CompareTo(other.Left) : Right.CompareTo(other.Right);
}
