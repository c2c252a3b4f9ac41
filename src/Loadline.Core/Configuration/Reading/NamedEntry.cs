namespace Loadline.Core.Configuration.Reading;

/// <summary>One entry of a mapping whose keys are names that the user chose.</summary>
internal readonly record struct NamedEntry<T>(string Name, T Value, Place Place);
