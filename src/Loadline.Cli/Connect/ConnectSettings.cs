namespace Loadline.Cli.Connect;

/// <summary>What an agent is told.</summary>
/// <param name="Url">The gateway, without a path: <c>http://127.0.0.1:4242</c>.</param>
/// <param name="Route">The route or model to ask for.</param>
/// <param name="Key">The key; <see langword="null"/>: none is asked for.</param>
internal sealed record ConnectSettings(string Url, string Route, string? Key);
