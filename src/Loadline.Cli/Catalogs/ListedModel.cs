namespace Loadline.Cli.Catalogs;

/// <summary>A model of the catalogue as <c>loadline models --json</c> shows it; prices in USD per million tokens.</summary>
internal sealed record ListedModel(
    string Provider, string Model, decimal? Input, decimal? Output, decimal? CachedInput, int? Context, int? MaxOutput, string[]? Can, string AsOf);
