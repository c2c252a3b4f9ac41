namespace Loadline.Acceptance.Tests;

/// <summary>Tokens as an SDK showed them, brought to one form: the input with what was cached, the output with what was thought.</summary>
internal sealed record SdkUsage(long Input, long Cached, long Written, long Output, long Reasoning)
{
    /// <summary>Stands for a number that the SDK has no place for.</summary>
    public const long NotShown = -1;

    /// <summary>Whether a reading agrees, as far as it shows anything.</summary>
    public bool Agrees(SdkUsage? shown) => shown is not null && this == (shown.Written == NotShown ? shown with { Written = Written } : shown);
}
