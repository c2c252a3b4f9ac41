namespace Loadline.Cli.Connect;

/// <summary>Claude Code: environment variables in its settings.</summary>
internal static class ClaudeCodeSettings
{
    private const string Env = "env";

    private static readonly string[] Names = ["ANTHROPIC_BASE_URL", "ANTHROPIC_AUTH_TOKEN", "ANTHROPIC_MODEL", "CLAUDE_CODE_GATEWAY_HINT_HEADERS"];

    public static string Connect(string? before, ConnectSettings settings)
    {
        var json = JsonSettings.Parse(before);
        var env = JsonSettings.Section(json, Env);
        env[Names[0]] = settings.Url;
        env[Names[1]] = settings.Key ?? "loadline";
        env[Names[2]] = settings.Route;
        env[Names[3]] = "1";
        return JsonSettings.Write(json);
    }

    public static string? Disconnect(string now, string? before)
    {
        var json = JsonSettings.Parse(now);
        var old = JsonSettings.Parse(before);
        foreach (var name in Names)
        {
            JsonSettings.PutBack(json, old, Env, name);
        }

        return json.Count == 0 && before is null ? null : JsonSettings.Write(json);
    }
}
