namespace Loadline.Core.Keys;

/// <summary>A key that was just made or rotated; the one time that its text is told.</summary>
/// <param name="Text">What callers send.</param>
/// <param name="Key">The key.</param>
public sealed record NewKeyReport(string Text, KeyReport Key);
