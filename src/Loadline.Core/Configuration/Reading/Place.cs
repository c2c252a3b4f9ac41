namespace Loadline.Core.Configuration.Reading;

/// <summary>A place in a config file.</summary>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1.</param>
/// <param name="Path">The keys that lead there.</param>
/// <param name="Shown">What is written there, in backquotes, with the names of variables and never their values.</param>
internal readonly record struct Place(int Line, int Column, string Path, string Shown);
