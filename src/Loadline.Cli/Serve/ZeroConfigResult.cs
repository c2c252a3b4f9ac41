using Loadline.Core.Catalog;
using Loadline.Core.Configuration;

namespace Loadline.Cli.Serve;

/// <summary>What was made without a config file, with what to tell the user of it.</summary>
/// <param name="Config">The config.</param>
/// <param name="Reference">The model that <c>auto</c> is measured against; <see langword="null"/>: no chat model was found, so there is no <c>auto</c>.</param>
/// <param name="Ladder">The candidates of <c>auto</c>, cheapest first.</param>
internal sealed record ZeroConfigResult(LoadlineConfig Config, ModelInfo? Reference, IReadOnlyList<string> Ladder);
