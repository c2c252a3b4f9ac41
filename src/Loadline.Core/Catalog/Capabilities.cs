namespace Loadline.Core.Catalog;

/// <summary>What a model can take or do beyond plain text; config writes the lower-case names in <c>can:</c>.</summary>
[Flags]
public enum Capabilities
{
    /// <summary>Text in, text out.</summary>
    None = 0,

    /// <summary>Calls functions that the request offers.</summary>
    Tools = 1,

    /// <summary>Reads pictures.</summary>
    Images = 2,

    /// <summary>Hears sound.</summary>
    Audio = 4,

    /// <summary>Answers by a JSON Schema that the request names.</summary>
    Schema = 8,

    /// <summary>Takes a reasoning effort or a budget of thinking.</summary>
    Reasoning = 16,

    /// <summary>Makes embeddings rather than answers.</summary>
    Embeddings = 32,
}
