namespace Loadline.Core.Facts;

/// <summary>Which operation a request asks for.</summary>
public enum RequestKind : byte
{
    Chat,
    Embeddings,
}
