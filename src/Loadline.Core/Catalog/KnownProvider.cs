using Loadline.Core.Configuration;

namespace Loadline.Core.Catalog;

/// <summary>A provider by one of the names that configs give it.</summary>
/// <param name="Name">The name, such as <c>gemini</c>.</param>
/// <param name="Catalog">The catalogue's name of whoever sets its prices, such as <c>google</c>; <see langword="null"/>: nobody's list prices hold.</param>
/// <param name="Url">Its base address, the part before <c>/chat/completions</c> or its like; <see langword="null"/> where a config has to state one.</param>
/// <param name="KeyVariable">The environment variable that usually holds its key; <see langword="null"/>: it needs none.</param>
/// <param name="AddressVariable">For a local server, the environment variable that moves it elsewhere; <see langword="null"/>: none does.</param>
public sealed record KnownProvider(string Name, string? Catalog, Uri? Url, string? KeyVariable = null, string? AddressVariable = null)
{
    /// <summary>Gets the API it is spoken to in where a config names none.</summary>
    public string Dialect { get; init; } = ProviderDialects.OpenAIChat;

    /// <summary>Gets whose server it is: one of <see cref="ProviderServers"/>.</summary>
    public string Server { get; init; } = ProviderServers.Generic;

    /// <summary>Gets where it takes OpenAI's Chat Completions, if not at <see cref="Url"/>.</summary>
    public Uri? ChatUrl { get; init; }

    /// <summary>Gets its base address for one dialect; <see langword="null"/> where a config has to state one.</summary>
    public Uri? AddressFor(string dialect) => dialect == ProviderDialects.OpenAIChat ? ChatUrl ?? Url : Url;

    /// <summary>Gets a value indicating whether it is a server on the user's own machine.</summary>
    public bool IsLocal => Url is { IsLoopback: true };
}
