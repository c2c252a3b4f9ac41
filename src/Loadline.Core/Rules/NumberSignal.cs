namespace Loadline.Core.Rules;

/// <summary>The signals that are numbers; the config names are theirs in lower case.</summary>
public enum NumberSignal : byte
{
    Tokens,
    Turns,
    Complexity,
    Code,
    Math,
    Tools,
    Images,
    Audio,
}
