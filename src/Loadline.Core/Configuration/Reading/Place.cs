namespace Loadline.Core.Configuration.Reading;

/// <summary>A place in a config file.</summary>
internal readonly record struct Place(int Line, int Column, string Path);
