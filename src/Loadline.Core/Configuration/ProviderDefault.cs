namespace Loadline.Core.Configuration;

/// <summary>A provider that a config may name without saying where it is.</summary>
/// <param name="Name">The config name.</param>
/// <param name="Url">Its base address.</param>
/// <param name="Dialect">The API it is spoken to in.</param>
/// <param name="KeyVariable">The environment variable that usually holds its key; <see langword="null"/>: it needs none.</param>
public sealed record ProviderDefault(string Name, Uri Url, string Dialect, string? KeyVariable);
