namespace PreferenceFlow.Training;

/// <summary>What a bundle can do with answers.</summary>
public enum Transform
{
    /// <summary>Edit one answer. Learnt from pairs whose chosen text is an edited version of the rejected one.</summary>
    Edit,

    /// <summary>Choose among several answers. Learnt from any pairs.</summary>
    Select,
}
