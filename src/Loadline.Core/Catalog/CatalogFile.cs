using System.Text.Json.Serialization;

namespace Loadline.Core.Catalog;

/// <summary>The embedded file, as written by <c>eng/scripts/update-catalog.py</c>.</summary>
internal sealed record CatalogFile
{
    public required string AsOf { get; init; }

    public required Dictionary<string, ProviderEntry> Providers { get; init; }

    /// <summary>A provider's models, and the providers whose prices hold for the models that it does not state itself.</summary>
    internal sealed record ProviderEntry
    {
        public required ModelEntry[] Models { get; init; }

        public string[]? Fallback { get; init; }
    }

    /// <summary>A model; prices in USD per million tokens.</summary>
    internal sealed record ModelEntry
    {
        public required string Id { get; init; }

        /// <summary>Gets its other names.</summary>
        public string[]? Also { get; init; }

        public decimal? In { get; init; }

        public decimal? Out { get; init; }

        public decimal? Cached { get; init; }

        public decimal? Write { get; init; }

        public int? Context { get; init; }

        public int? MaxOutput { get; init; }

        public string[]? Can { get; init; }

        public int? Strength { get; init; }
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(CatalogFile))]
internal sealed partial class CatalogJsonContext : JsonSerializerContext;
