using Loadline.Core.Catalog;

namespace Loadline.Gateway.Caching;

/// <summary>An answer as a caller got it, byte for byte; a stream's events included.</summary>
/// <param name="ContentType">Its media type.</param>
/// <param name="Body">Its bytes.</param>
/// <param name="Model">The candidate that made it.</param>
/// <param name="Usage">What it was billed; <see langword="null"/>: nobody told.</param>
internal sealed record CachedAnswer(string ContentType, ReadOnlyMemory<byte> Body, string Model, TokenUsage? Usage)
{
    /// <summary>Gets why it is given although something else was asked; <see langword="null"/>: it was asked for.</summary>
    public AnswerMatch? Match { get; init; }
}
