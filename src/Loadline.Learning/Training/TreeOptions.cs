namespace Loadline.Learning.Training;

/// <summary>How trees are grown. Set once, on training rows out of fold; docs/learning.md says which.</summary>
internal static class TreeOptions
{
    public const int Depth = 3;

    public const int Trees = 100;

    /// <summary>The share of what is left over that each tree takes away.</summary>
    public const float Rate = 0.07f;

    /// <summary>Rows at which a leaf's mean is half believed.</summary>
    public const float Prior = 50;

    /// <summary>Rows that a leaf must have of those that its tree looks at.</summary>
    public const int LeastRows = 20;

    /// <summary>The share of rows that a tree looks at.</summary>
    public const double RowShare = 0.6;

    /// <summary>The share of inputs that a tree may ask about.</summary>
    public const double InputShare = 0.5;
}
