namespace Loadline.Core.Configuration.Reading;

/// <summary>A value and where it was written, for checks that come later.</summary>
internal readonly record struct Located<T>(T Value, Place Place);
