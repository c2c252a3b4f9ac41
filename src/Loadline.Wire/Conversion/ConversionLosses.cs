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

    public void Dropped(string path, string what) => Add(new ConversionLoss(LossKind.Dropped, path, what));

    public void Degraded(string path, string what) => Add(new ConversionLoss(LossKind.Degraded, path, what));

    public void Clamped(string path, string what) => Add(new ConversionLoss(LossKind.Clamped, path, what));

    public void Added(string path, string what) => Add(new ConversionLoss(LossKind.Added, path, what));

    public void Add(in ConversionLoss loss)
    {
        Count++;
        if (_items.Count < MaxKept && !_items.Contains(loss))
        {
            _items.Add(loss);
        }
    }
}
