namespace Loadline.Core.Facts;

/// <summary>Which operation a request asks for.</summary>
public enum RequestKind : byte
{
    /// <summary>An answer to a conversation.</summary>
    Chat,

    /// <summary>Vectors of texts.</summary>
    Embeddings,
}
