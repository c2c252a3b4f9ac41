namespace Loadline.Core.Routing;

/// <summary>The reasons of <see cref="Exclusion"/> in words, as errors and records show them.</summary>
public static class Exclusions
{
    private static readonly (Exclusion Flag, string Text)[] Texts =
    [
        (Exclusion.NoTools, "cannot use tools"),
        (Exclusion.NoImages, "cannot read images"),
        (Exclusion.NoAudio, "cannot take audio"),
        (Exclusion.NoSchema, "cannot follow a JSON Schema"),
        (Exclusion.NoEmbeddings, "makes no embeddings"),
        (Exclusion.ContextTooSmall, "context window too small"),
        (Exclusion.Residency, "no deployment in the required residency"),
        (Exclusion.OverCostLimit, "expected to cost more than the limit"),
        (Exclusion.PriceUnknown, "price unknown while a cost limit applies"),
        (Exclusion.OverLatencyLimit, "lately slower than the limit"),
        (Exclusion.OtherDialect, "does not speak the API that keeps this conversation"),
        (Exclusion.Unhealthy, "failing lately"),
        (Exclusion.NotAllowed, "not allowed for this key"),
    ];

    /// <summary>Lists the reasons; empty where nothing excludes.</summary>
    public static IReadOnlyList<string> Explain(Exclusion exclusion)
    {
        var texts = new List<string>();
        foreach (var (flag, text) in Texts)
        {
            if (exclusion.HasFlag(flag))
            {
                texts.Add(text);
            }
        }

        return texts;
    }
}
