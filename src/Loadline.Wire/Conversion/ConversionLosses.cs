namespace Loadline.Wire.Conversion;

/// <summary>What one conversion could not carry.</summary>
/// <remarks>Bounded: a hostile request must not make a report larger than itself. The rest is only counted.</remarks>
public sealed class ConversionLosses
{
    /// <summary>The most losses kept.</summary>
    public const int MaxKept = 64;

    private readonly List<ConversionLoss> _items = [];

    /// <summary>Gets the losses in the order they were met, at most <see cref="MaxKept"/>.</summary>
    public IReadOnlyList<ConversionLoss> Items => _items;

    /// <summary>Gets the number of losses, those that are not kept included.</summary>
    public int Count { get; private set; }

    /// <summary>Adds a member that the target has no place for.</summary>
    public void Dropped(string path, string what) => Add(new ConversionLoss(LossKind.Dropped, path, what));

    /// <summary>Adds a member that the target takes in a weaker form only.</summary>
    public void Degraded(string path, string what) => Add(new ConversionLoss(LossKind.Degraded, path, what));

    /// <summary>Adds a number that was brought within what the target takes.</summary>
    public void Clamped(string path, string what) => Add(new ConversionLoss(LossKind.Clamped, path, what));

    /// <summary>Adds what the target needs and the caller did not say.</summary>
    public void Added(string path, string what) => Add(new ConversionLoss(LossKind.Added, path, what));

    /// <summary>Adds a loss; the same one a second time is only counted.</summary>
    public void Add(in ConversionLoss loss)
    {
        Count++;
        if (_items.Count < MaxKept && !_items.Contains(loss))
        {
            _items.Add(loss);
        }
    }
}
