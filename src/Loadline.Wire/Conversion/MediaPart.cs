namespace Loadline.Wire.Conversion;

/// <summary>An image, a sound or a document, by value or by address.</summary>
/// <param name="Kind">What it is.</param>
public sealed record MediaPart(MediaKind Kind) : ChatPart
{
    /// <summary>Gets the content in base64; <see langword="null"/> where it is named by address.</summary>
    public string? Data { get; init; }

    /// <summary>Gets the address; <see langword="null"/> where the content itself is here.</summary>
    public string? Url { get; init; }

    /// <summary>Gets the provider's own file id; valid at that provider only.</summary>
    public string? FileId { get; init; }

    /// <summary>Gets the plain text of a document given as text.</summary>
    public string? PlainText { get; init; }

    /// <summary>Gets the media type such as <c>image/png</c>; <see langword="null"/> where it was not said.</summary>
    public string? MediaType { get; init; }

    /// <summary>Gets the file's name.</summary>
    public string? Name { get; init; }

    /// <summary>Gets OpenAI's <c>detail</c> of an image.</summary>
    public string? Detail { get; init; }
}
