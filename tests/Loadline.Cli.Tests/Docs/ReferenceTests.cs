using System.Text;
using System.Text.Json;
using Loadline.Core.Configuration;
using Loadline.Testing;

namespace Loadline.Cli.Tests.Docs;

/// <summary>docs/configuration-reference.md is made from the schema, which is made from what the reader reads.</summary>
/// <remarks>After a change: <c>LOADLINE_APPROVE=1 dotnet test tests/Loadline.Cli.Tests --filter ReferenceTests</c>.</remarks>
public sealed class ReferenceTests
{
    private const string Page = "docs/configuration-reference.md";

    [Fact]
    public void Reference_OfTheConfig_AgreesWithTheSchema()
    {
        var made = Make();
        if (Environment.GetEnvironmentVariable("LOADLINE_APPROVE") == "1")
        {
            File.WriteAllText(Path.Combine(RepositoryPages.Root, Page), made);
        }

        Assert.True(made == RepositoryPages.Read(Page), Page + " is older than the schema; LOADLINE_APPROVE=1 writes it anew.");
    }

    private static string Make()
    {
        using var stream = new MemoryStream();
        ConfigSchema.Write(stream);
        using var schema = JsonDocument.Parse(stream.ToArray());
        var text = new StringBuilder();
        text.Append("# Configuration reference\n\nEvery key of `loadline.yaml`, made from the schema that `loadline config schema` prints. ")
            .Append("[Configuration](configuration.md) explains them.\n\n| key | is |\n|---|---|\n");
        Keys(schema.RootElement, "", text);
        return text.ToString();
    }

    private static void Keys(JsonElement schema, string path, StringBuilder text)
    {
        if (schema.TryGetProperty("properties", out var properties))
        {
            foreach (var property in properties.EnumerateObject())
            {
                Key(property.Value, path.Length == 0 ? property.Name : path + "." + property.Name, text);
            }
        }

        foreach (var (member, suffix) in new[] { ("additionalProperties", ".NAME"), ("patternProperties", ".NAME"), ("items", "[]") })
        {
            if (schema.TryGetProperty(member, out var inner) && inner.ValueKind == JsonValueKind.Object)
            {
                Keys(member == "patternProperties" ? inner.EnumerateObject().First().Value : inner, path + suffix, text);
            }
        }

        foreach (var choice in new[] { "anyOf", "oneOf" })
        {
            if (schema.TryGetProperty(choice, out var choices))
            {
                foreach (var one in choices.EnumerateArray())
                {
                    Keys(one, path, text);
                }
            }
        }
    }

    private static void Key(JsonElement schema, string path, StringBuilder text)
    {
        var row = "| `" + path + "` |";
        var description = schema.TryGetProperty("description", out var told) ? " " + told.GetString()!.Replace("|", "\\|", StringComparison.Ordinal) : "";

        // A key of several forms is one row.
        if (!text.ToString().Contains("\n" + row, StringComparison.Ordinal))
        {
            text.Append(row).Append(description).Append(Values(schema)).Append(" |\n");
        }

        Keys(schema, path, text);
    }

    private static string Values(JsonElement schema) =>
        schema.TryGetProperty("enum", out var values)
            ? " One of " + string.Join(", ", values.EnumerateArray().Select(value => "`" + value + "`")) + "."
            : "";
}
