using Loadline.Core.Catalog;

namespace Loadline.Core.Configuration.Reading;

/// <summary>A price as read.</summary>
internal sealed class PriceDraft : Draft
{
    public static SectionShape<PriceDraft> Shape { get; } = new(
        "a price",
        "`{ input: 0.05, output: 0.10 }`",
        () => new PriceDraft(),
        [
            new Key<PriceDraft, decimal>(
                "input",
                new PriceNumberShape(),
                "USD per million prompt tokens.",
                (draft, price, _) => draft.Input = price) { Required = "input: 0.05" },
            new Key<PriceDraft, decimal>(
                "output",
                new PriceNumberShape(),
                "USD per million generated tokens.",
                (draft, price, _) => draft.Output = price) { Required = "output: 0.10" },
            new Key<PriceDraft, decimal>(
                "cached_input",
                new PriceNumberShape(),
                "USD per million prompt tokens read from cache; as input where left out.",
                (draft, price, _) => draft.CachedInput = price),
            new Key<PriceDraft, decimal>(
                "cache_write",
                new PriceNumberShape(),
                "USD per million prompt tokens written to cache; as input where left out.",
                (draft, price, _) => draft.CacheWrite = price),
        ]);

    public decimal? Input { get; set; }

    public decimal? Output { get; set; }

    public decimal? CachedInput { get; set; }

    public decimal? CacheWrite { get; set; }

    public ModelPrice ToPrice() => new(Input ?? 0, Output ?? 0, CachedInput, CacheWrite);
}
