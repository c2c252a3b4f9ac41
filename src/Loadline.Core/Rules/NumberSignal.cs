namespace Loadline.Core.Rules;

/// <summary>The signals that are numbers; the config names are theirs in lower case.</summary>
public enum NumberSignal : byte
{
    /// <summary>The prompt's tokens, estimated.</summary>
    Tokens,

    /// <summary>The number of user messages.</summary>
    Turns,

    /// <summary>How hard the request is, in [0,1].</summary>
    Complexity,

    /// <summary>How much of the last user message is code, in [0,1].</summary>
    Code,

    /// <summary>How mathematical the last user message is, in [0,1].</summary>
    Math,

    /// <summary>The number of tools offered.</summary>
    Tools,

    /// <summary>The number of images.</summary>
    Images,

    /// <summary>The number of audio parts.</summary>
    Audio,
}
