namespace Loadline.Core.Outcomes;

/// <summary>What predictors read of a request whose text nobody kept: <c>"features":{"schema":1,"data":"…"}</c>.</summary>
/// <param name="Schema">The version of the feature schema; features of another than this program's cannot be learned from.</param>
/// <param name="Data">The features, as <see cref="Ledger.Features.FeatureCode"/> lays them out; Base64 in the table.</param>
public sealed record StoredFeatures(int Schema, ReadOnlyMemory<byte> Data);
