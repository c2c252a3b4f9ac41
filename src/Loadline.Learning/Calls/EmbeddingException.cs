namespace Loadline.Learning.Calls;

/// <summary>Embeddings that training needs cannot be had.</summary>
public sealed class EmbeddingException(string message) : Exception(message);
