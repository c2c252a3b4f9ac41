using Loadline.Core.Catalog;

namespace Loadline.Core.Caching;

/// <summary>An answer as a caller got it, byte for byte.</summary>
/// <param name="ContentType">Its media type.</param>
/// <param name="Body">Its bytes.</param>
/// <param name="Model">The candidate that made it.</param>
/// <param name="Usage">What it was billed; <see langword="null"/>: nobody told.</param>
public sealed record SharedAnswer(string ContentType, ReadOnlyMemory<byte> Body, string Model, TokenUsage? Usage)
{
    /// <summary>Gets how old it is, by the store's clock.</summary>
    public TimeSpan Age { get; init; }
}
