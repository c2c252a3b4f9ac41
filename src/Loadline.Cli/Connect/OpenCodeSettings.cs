using System.Text.Json.Nodes;

namespace Loadline.Cli.Connect;

/// <summary>OpenCode: a provider of its own, and the model that is used at first.</summary>
internal static class OpenCodeSettings
{
    private const string Provider = "provider";
    private const string Ours = "loadline";
    private const string Model = "model";
    private const string Schema = "$schema";

    public static string Connect(string? before, ConnectSettings settings)
    {
        var json = JsonSettings.Parse(before);
        json[Schema] ??= "https://opencode.ai/config.json";
        JsonSettings.Section(json, Provider)[Ours] = new JsonObject
        {
            ["npm"] = "@ai-sdk/openai-compatible",
            ["name"] = "Loadline",
            ["options"] = new JsonObject { ["baseURL"] = settings.Url + "/v1", ["apiKey"] = settings.Key ?? Ours },
            ["models"] = new JsonObject { [settings.Route] = new JsonObject { ["name"] = settings.Route } },
        };
        json[Model] = Ours + "/" + settings.Route;
        return JsonSettings.Write(json);
    }

    public static string? Disconnect(string now, string? before)
    {
        var json = JsonSettings.Parse(now);
        var old = JsonSettings.Parse(before);
        JsonSettings.PutBack(json, old, Provider, Ours);
        JsonSettings.PutBack(json, old, Model);
        JsonSettings.PutBack(json, old, Schema);
        return json.Count == 0 && before is null ? null : JsonSettings.Write(json);
    }
}
