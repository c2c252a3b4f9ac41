namespace Loadline.Core.Predictors;

/// <summary>Shallow regression trees over the second layer's inputs; every leaf holds a number for each model.</summary>
/// <remarks>
/// All trees are complete and of one depth, so that walking one is as many comparisons as it is deep and nothing else. An input above a
/// node's border goes right. Children of node i are 2i + 1 and 2i + 2.
/// </remarks>
public sealed class TreeEnsemble
{
    /// <summary>Gets the one without trees.</summary>
    public static TreeEnsemble None { get; } = new() { Depth = 0, Inputs = [], Borders = [], Leaves = [] };

    /// <summary>Gets the number of comparisons on the way to a leaf.</summary>
    public required int Depth { get; init; }

    /// <summary>Gets the input that each node looks at: trees × (2^depth - 1).</summary>
    public required int[] Inputs { get; init; }

    /// <summary>Gets the border of each node.</summary>
    public required float[] Borders { get; init; }

    /// <summary>Gets what leaves add to each model's quality: trees × 2^depth × models.</summary>
    public required float[] Leaves { get; init; }

    /// <summary>Gets the number of trees.</summary>
    public int Count => Inputs.Length / Math.Max(1, Nodes);

    private int Nodes => (1 << Depth) - 1;

    /// <summary>Adds what the trees say to each model's quality.</summary>
    internal void AddTo(ReadOnlySpan<float> inputs, Span<float> quality)
    {
        var nodes = Nodes;
        var leaf = 0;
        for (var first = 0; first < Inputs.Length; first += nodes)
        {
            var node = 0;
            for (var level = 0; level < Depth; level++)
            {
                node = (2 * node) + 1 + (inputs[Inputs[first + node]] > Borders[first + node] ? 1 : 0);
            }

            var leaves = Leaves.AsSpan((leaf + node - nodes) * quality.Length, quality.Length);
            leaf += nodes + 1;
            for (var m = 0; m < leaves.Length; m++)
            {
                quality[m] += leaves[m];
            }
        }
    }

    /// <summary>Whether all parts fit together, for that many inputs and models.</summary>
    internal bool Fits(int inputs, int models) =>
        Depth is >= 0 and <= 8
        && Inputs.Length % Math.Max(1, Nodes) == 0
        && Borders.Length == Inputs.Length
        && Leaves.Length == Count * (Nodes + 1) * models
        && !Array.Exists(Inputs, input => input < 0 || input >= inputs);
}
