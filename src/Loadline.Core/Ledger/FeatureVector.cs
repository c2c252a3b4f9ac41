namespace Loadline.Core.Ledger;

/// <summary>What learning reads of a request instead of its text: numbers in a fixed layout, from which no text can be had back.</summary>
/// <param name="SchemaVersion">Which layout; vectors of different versions are never mixed.</param>
/// <param name="Data">The numbers, as that version lays them out.</param>
public readonly record struct FeatureVector(int SchemaVersion, ReadOnlyMemory<byte> Data);
