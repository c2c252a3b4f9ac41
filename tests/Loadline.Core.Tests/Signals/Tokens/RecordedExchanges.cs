using System.Text;
using System.Text.Json;
using Loadline.Testing;
using YamlDotNet.RepresentationModel;

namespace Loadline.Core.Tests.Signals.Tokens;

/// <summary>Reads the recorded HTTP exchanges of the data folder: "cassettes" in YAML, and httprr files.</summary>
internal static class RecordedExchanges
{
    // Features that put tokens into a request or reply which its text does not show.
    private static readonly string[] Hidden =
        ["citation", "cites", "search", "code_execution", "server", "cache", "fetch", "upload", "document", "pdf", "audio", "thinking", "reasoning"];

    public static List<RecordedExchange> Read()
    {
        var found = new List<RecordedExchange>();
        foreach (var folder in new[] { "crmne+ruby_llm", "envoyproxy+ai-gateway" })
        {
            foreach (var file in Directory.EnumerateFiles(DataFolder.Path("wire/" + folder), "*.y*ml", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
            {
                var name = Path.GetFileName(file);
                if (!Hidden.Any(word => name.Contains(word, StringComparison.OrdinalIgnoreCase)))
                {
                    ReadFile(file, name, found);
                }
            }
        }

        foreach (var file in Directory.EnumerateFiles(DataFolder.Path("wire/tmc+langchaingo"), "*.httprr", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            foreach (var (line, request, response) in HttpRecord.Read(file))
            {
                Add(Path.GetFileName(file), line, request, RecordedReply.Read(response), found);
            }
        }

        return found;
    }

    private static void Add(string name, string address, string request, RecordedReply reply, List<RecordedExchange> found)
    {
        if (reply.InputTokens > 0 && !address.Contains("embed", StringComparison.Ordinal))
        {
            found.Add(Exchange(name, request, reply));
        }
    }

    private static void ReadFile(string file, string name, List<RecordedExchange> found)
    {
        var yaml = new YamlStream();
        using (var reader = new StreamReader(file, Encoding.UTF8))
        {
            yaml.Load(reader);
        }

        var root = (YamlMappingNode)yaml.Documents[0].RootNode;
        if ((Child(root, "http_interactions") ?? Child(root, "interactions")) is not YamlSequenceNode interactions)
        {
            return;
        }

        foreach (var interaction in interactions.OfType<YamlMappingNode>())
        {
            var (request, response) = ((YamlMappingNode)Child(interaction, "request")!, (YamlMappingNode)Child(interaction, "response")!);
            var reply = RecordedReply.Read(Body(response));
            var address = ((Child(request, "uri") ?? Child(request, "url")) as YamlScalarNode)?.Value ?? "";
            Add(name, address, Body(request), reply, found);
        }
    }

    private static RecordedExchange Exchange(string name, string request, RecordedReply reply)
    {
        JsonElement body = default;
        if (request.StartsWith('{'))
        {
            body = JsonDocument.Parse(request).RootElement;
        }

        var model = body.ValueKind == JsonValueKind.Object && body.TryGetProperty("model", out var m) ? m.GetString()! : reply.Model;
        return new RecordedExchange
        {
            Source = name,
            Model = model.Length > 0 ? model : name.Contains("gemini", StringComparison.Ordinal) ? "gemini" : "",
            Request = RecordedRequest.Read(body),
            Body = request,
            Reply = reply.HasMore ? "" : reply.Text,
            InputTokens = reply.InputTokens,
            OutputTokens = reply.OutputTokens,
        };
    }

    private static string Body(YamlMappingNode message)
    {
        var node = Child(message, "body");
        if (node is YamlMappingNode map)
        {
            if (Child(map, "base64_string") is YamlScalarNode { Value.Length: > 0 } encoded)
            {
                return Encoding.UTF8.GetString(Convert.FromBase64String(encoded.Value!));
            }

            node = Child(map, "string");
        }

        return node is not YamlScalarNode scalar ? ""
            : !scalar.Tag.IsEmpty && scalar.Tag.Value.EndsWith("binary", StringComparison.Ordinal) ? Encoding.UTF8.GetString(Convert.FromBase64String(scalar.Value!))
            : scalar.Value ?? "";
    }

    private static YamlNode? Child(YamlMappingNode map, string name) => map.Children.TryGetValue(name, out var child) ? child : null;
}
