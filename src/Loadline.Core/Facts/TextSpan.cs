namespace Loadline.Core.Facts;

/// <summary>One JSON string of text inside the request body.</summary>
/// <param name="Range">The string's content, without its quotes, escapes still in it.</param>
/// <param name="Role">Who speaks.</param>
/// <param name="MessageIndex">Which message it belongs to, from 0; -1 outside the messages.</param>
/// <param name="HasEscapes">Whether the content holds JSON escapes that must be resolved before it is read as text.</param>
public readonly record struct TextSpan(ByteRange Range, MessageRole Role, int MessageIndex, bool HasEscapes);
