namespace Loadline.Core.Catalog;

/// <summary>What a model can take or do beyond plain text; config writes the lower-case names in <c>can:</c>.</summary>
[Flags]
public enum Capabilities
{
    None = 0,
    Tools = 1,
    Images = 2,
    Audio = 4,
    Schema = 8,
    Reasoning = 16,
    Embeddings = 32,
}
