namespace Loadline.Acceptance.Tests;

/// <summary>A tool call as an SDK showed it; the arguments as JSON.</summary>
internal sealed record SdkCall(string Name, string Arguments);
