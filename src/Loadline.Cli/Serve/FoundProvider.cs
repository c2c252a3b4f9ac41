using Loadline.Core.Configuration;

namespace Loadline.Cli.Serve;

/// <summary>A provider that was found without a config file.</summary>
/// <param name="Config">How to reach it.</param>
/// <param name="Models">The models it is known to serve, by its own names.</param>
/// <param name="How">How it was found, for people: <c>OPENAI_API_KEY</c>, or the port that answered.</param>
internal sealed record FoundProvider(ProviderConfig Config, IReadOnlyList<string> Models, string How);
