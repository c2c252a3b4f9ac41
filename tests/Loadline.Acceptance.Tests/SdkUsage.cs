namespace Loadline.Acceptance.Tests;

/// <summary>Tokens as an SDK showed them, brought to one form: the input with what was cached, the output with what was thought.</summary>
internal sealed record SdkUsage(long Input, long Cached, long Written, long Output, long Reasoning);
