namespace Loadline.Core.Policies;

/// <summary>What a policy noted of its own choice: numbers, put into words only when somebody asks.</summary>
/// <remarks>The policy that wrote it is the one that reads it; nobody else knows what its fields mean.</remarks>
public struct PolicyNote
{
    /// <summary>Gets or sets which of the policy's own cases it was; 0: nothing noted.</summary>
    public int Case { get; set; }

    /// <summary>Gets or sets a position the case speaks of.</summary>
    public int Index { get; set; }

    /// <summary>Gets or sets the first number of the case; each policy has its own meaning for it.</summary>
    public double First { get; set; }

    /// <summary>Gets or sets the second number of the case.</summary>
    public double Second { get; set; }

    /// <summary>Gets or sets the third number of the case.</summary>
    public double Third { get; set; }
}
