namespace Loadline.Cli.Connect;

/// <summary>A coding agent that can be pointed at a gateway.</summary>
/// <param name="Name">Its name on the command line.</param>
/// <param name="File">Its settings file, below the user's home.</param>
/// <param name="Connect">Writes the new settings from the old ones, which may be missing.</param>
/// <param name="Disconnect">Takes ours out of settings that were changed since, given what they were before.</param>
/// <param name="Note">What else to know.</param>
internal sealed record ConnectTarget(
    string Name, string File, Func<string?, ConnectSettings, string> Connect, Func<string, string?, string?> Disconnect, string Note)
{
    public static IReadOnlyList<ConnectTarget> All { get; } =
    [
        new("claude-code", ".claude/settings.json", ClaudeCodeSettings.Connect, ClaudeCodeSettings.Disconnect,
            "Claude Code speaks Anthropic's API; its hints about sub-agents and background calls are switched on, so that rules can read them."),
        new("codex", ".codex/config.toml", CodexSettings.Connect, CodexSettings.Disconnect,
            "Codex speaks the Responses API and reads the key from LOADLINE_API_KEY; any text will do while the gateway asks for no keys."),
        new("opencode", ".config/opencode/opencode.json", OpenCodeSettings.Connect, OpenCodeSettings.Disconnect,
            "OpenCode speaks Chat Completions by its @ai-sdk/openai-compatible package."),
    ];
}
