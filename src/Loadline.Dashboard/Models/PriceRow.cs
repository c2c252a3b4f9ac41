using Loadline.Core.Catalog;
using Loadline.Core.Runtime;

namespace Loadline.Dashboard.Models;

/// <summary>What is known of one deployment's price and name.</summary>
/// <param name="Deployment">The deployment.</param>
public sealed record PriceRow(DeploymentSnapshot Deployment)
{
    /// <summary>Gets what the catalogue knows; <see langword="null"/> where it knows no such model.</summary>
    public ModelInfo? Known { get; init; }

    /// <summary>Gets the price that earlier calls were computed with, and when the last of them was; <see langword="null"/>: no other among those read.</summary>
    public (ModelPrice Price, DateTimeOffset Last)? Before { get; init; }

    /// <summary>Gets what was charged over what the price says; <see langword="null"/> where the provider told no charge.</summary>
    public double? ChargedOverList { get; init; }

    /// <summary>Gets the calls that told a charge.</summary>
    public int Charged { get; init; }

    /// <summary>Gets what the model calls itself, as the last audits heard it; empty where none listened.</summary>
    public IReadOnlyList<string> CallsItself { get; init; } = [];

    /// <summary>Gets a value indicating whether the price in force is not the catalogue's.</summary>
    public bool DiffersFromCatalogue =>
        Known?.Price is { } known && Deployment.Price is { } price && (known.Input != price.Input || known.Output != price.Output);

    /// <summary>Gets a value indicating whether charges are further from the price than providers round.</summary>
    public bool DiffersFromCharges => ChargedOverList is { } ratio && Math.Abs(ratio - 1) > PriceDrift.Tolerance;
}
