namespace Loadline.Wire.Scanning;

/// <summary>What a scanner does with a member of a message or one of its parts.</summary>
internal enum MemberAction : byte
{
    /// <summary>Text where it is a string, more parts where it is an object or a list.</summary>
    Content,

    /// <summary>JSON that the model reads as text.</summary>
    Raw,

    /// <summary>The name of the tool that is called.</summary>
    Name,

    /// <summary>A tool's answer.</summary>
    Result,
    Image,
    Audio,
}
