using System.Text.Json.Nodes;
using Loadline.Cli.Connect;
using Loadline.Testing;

namespace Loadline.Cli.Tests.Connect;

public sealed class ConnectorTests : IDisposable
{
    private static readonly ConnectSettings Settings = new("http://127.0.0.1:4242", "auto", "ll-key");

    private static readonly Dictionary<string, string> Existing = new(StringComparer.Ordinal)
    {
        ["claude-code"] = """{ "model": "opus", "env": { "ANTHROPIC_MODEL": "claude-x", "OTHER": "1" }, "permissions": { "allow": ["Read"] } }""",
        ["codex"] = "# mine\nmodel = \"gpt-5\"\napproval_policy = \"never\"\n\n[profiles.fast]\nmodel = \"gpt-5-mini\"\n",
        ["opencode"] = "{\n  // mine\n  \"model\": \"anthropic/claude\",\n  \"provider\": { \"other\": {} },\n}\n",
    };

    private readonly TempFolder _home = new();

    public static TheoryData<string, bool> Cases
    {
        get
        {
            var cases = new TheoryData<string, bool>();
            foreach (var target in ConnectTarget.All)
            {
                cases.Add(target.Name, true);
                cases.Add(target.Name, false);
            }

            return cases;
        }
    }

    public void Dispose() => _home.Dispose();

    [Theory]
    [MemberData(nameof(Cases))]
    public void Undo_UntouchedSince_IsAsBeforeToTheByte(string name, bool exists)
    {
        var (connector, target, file) = Start(name, exists);
        connector.Write(target, Settings);
        connector.Write(target, Settings with { Route = "support" });
        Assert.Contains("support", File.ReadAllText(file), StringComparison.Ordinal);
        Assert.True(connector.Undo(target));
        Assert.Equal(exists ? Existing[name] : null, File.Exists(file) ? File.ReadAllText(file) : null);
        Assert.False(connector.Undo(target));
    }

    [Fact]
    public void Undo_ChangedSince_TakesOnlyWhatIsOursOut()
    {
        var (connector, target, file) = Start("claude-code", exists: true);
        connector.Write(target, Settings);
        var changed = JsonNode.Parse(File.ReadAllText(file))!;
        changed["theme"] = "dark";
        File.WriteAllText(file, changed.ToJsonString());
        connector.Undo(target);
        var now = JsonNode.Parse(File.ReadAllText(file))!;
        Assert.Equal(("dark", "claude-x", "1"), ((string?)now["theme"], (string?)now["env"]!["ANTHROPIC_MODEL"], (string?)now["env"]!["OTHER"]));
        Assert.Null(now["env"]!["ANTHROPIC_BASE_URL"]);
    }

    [Fact]
    public void Undo_CodexChangedSince_KeepsTheChange()
    {
        var (connector, target, file) = Start("codex", exists: true);
        connector.Write(target, Settings);
        File.AppendAllText(file, "[tui]\ntheme = \"dark\"\n");
        connector.Undo(target);
        Assert.Equal(Existing["codex"] + "[tui]\ntheme = \"dark\"\n", File.ReadAllText(file));
    }

    [Fact]
    public void Write_ClaudeCode_SetsAddressKeyAndModelBesideWhatWasThere()
    {
        var (connector, target, file) = Start("claude-code", exists: true);
        connector.Write(target, Settings);
        var json = JsonNode.Parse(File.ReadAllText(file))!;
        Assert.Equal(("http://127.0.0.1:4242", "ll-key", "auto", "opus"),
            ((string?)json["env"]!["ANTHROPIC_BASE_URL"], (string?)json["env"]!["ANTHROPIC_AUTH_TOKEN"], (string?)json["env"]!["ANTHROPIC_MODEL"], (string?)json["model"]));
    }

    [Fact]
    public void Write_Codex_SetsTheTopAndLeavesProfilesAlone()
    {
        var (connector, target, file) = Start("codex", exists: true);
        connector.Write(target, Settings);
        var lines = File.ReadAllLines(file);
        Assert.Single(lines, line => line == "model = \"auto\"");
        Assert.DoesNotContain("model = \"gpt-5\"", lines);
        Assert.Contains("model = \"gpt-5-mini\"", lines);
        Assert.Contains("wire_api = \"responses\"", lines);
        Assert.True(Array.IndexOf(lines, "model_provider = \"loadline\"") < Array.IndexOf(lines, "[profiles.fast]"));
    }

    [Fact]
    public void Write_OpenCode_AddsAProvider()
    {
        var (connector, target, file) = Start("opencode", exists: true);
        connector.Write(target, Settings);
        var json = JsonNode.Parse(File.ReadAllText(file))!;
        Assert.Equal(("loadline/auto", "http://127.0.0.1:4242/v1"), ((string?)json["model"], (string?)json["provider"]!["loadline"]!["options"]!["baseURL"]));
        Assert.NotNull(json["provider"]!["other"]);
    }

    private (Connector Connector, ConnectTarget Target, string File) Start(string name, bool exists)
    {
        var target = ConnectTarget.All.Single(one => one.Name == name);
        var connector = new Connector(_home.Path);
        var file = connector.FileOf(target);
        if (exists)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, Existing[name]);
        }

        return (connector, target, file);
    }
}
