namespace Loadline.Core.Catalog;

/// <summary>What the catalogue knows of one model at one provider. What is not known is <see langword="null"/>, never zero.</summary>
public sealed record ModelInfo
{
    /// <summary>Gets the provider, by its name in the catalogue (<see cref="KnownProviders"/>).</summary>
    public required string Provider { get; init; }

    /// <summary>Gets the model's name at that provider.</summary>
    public required string Id { get; init; }

    /// <summary>Gets the list price of text tokens in the base tier.</summary>
    public ModelPrice? Price { get; init; }

    /// <summary>Gets the context window in tokens.</summary>
    public int? Context { get; init; }

    /// <summary>Gets the most tokens that it generates in one reply.</summary>
    public int? MaxOutput { get; init; }

    /// <summary>Gets what it can do beyond text; <see cref="Capabilities.None"/> says text only, <see langword="null"/> says unsure.</summary>
    public Capabilities? Can { get; init; }

    /// <summary>Gets the day that the price was valid on as far as the source knew, <c>yyyy-MM-dd</c>.</summary>
    public required string PricesAsOf { get; init; }

    /// <summary>Gets a coarse rank, 1 to 100, larger for stronger; only for choosing a default reference model.</summary>
    /// <remarks>
    /// Not a measurement. 50 and above is the order that vendors give their own families, newest flagship highest, written down by hand in
    /// <c>eng/scripts/catalog-families.json</c>; below 50 it is the output price, <c>round(10 · log2(1 + USD per million))</c>, at most 49.
    /// <see langword="null"/>: never a default, either because no price is known or because the edition costs so much more than its vendor's
    /// flagship (<c>-pro</c>, <c>-fast</c>) that it should be chosen by a person.
    /// </remarks>
    public int? Strength { get; init; }
}
