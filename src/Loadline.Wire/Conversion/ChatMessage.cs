namespace Loadline.Wire.Conversion;

/// <summary>One message of the neutral request.</summary>
/// <param name="Role">Who speaks.</param>
/// <param name="Parts">What it says, in order.</param>
public sealed record ChatMessage(ChatRole Role, List<ChatPart> Parts)
{
    /// <summary>Gets a value indicating whether the caller said <c>developer</c> for <see cref="ChatRole.System"/>.</summary>
    public bool IsDeveloper { get; init; }

    /// <summary>Gets the speaker's name within its role; only OpenAI Chat has one.</summary>
    public string? Name { get; init; }
}
