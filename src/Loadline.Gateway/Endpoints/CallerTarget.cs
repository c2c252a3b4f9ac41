using Loadline.Core.Facts;
using Loadline.Wire.Conversion;

namespace Loadline.Gateway.Endpoints;

/// <summary>What an address says of a request before its body is read.</summary>
/// <param name="Kind">The operation.</param>
/// <param name="Dialect">What the caller speaks.</param>
internal readonly record struct CallerTarget(RequestKind Kind, Dialect Dialect)
{
    /// <summary>Gets the model where the address names it (Gemini); <see langword="null"/> elsewhere.</summary>
    public string? Model { get; init; }

    /// <summary>Gets a value indicating whether the address asks for a stream (Gemini).</summary>
    public bool IsStream { get; init; }

    /// <summary>Gets a value indicating whether the stream is to be one JSON array instead of events (Gemini without <c>alt=sse</c>).</summary>
    public bool IsArray { get; init; }
}
