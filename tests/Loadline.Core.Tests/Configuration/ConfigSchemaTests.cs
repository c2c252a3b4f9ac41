using System.Text.Json;
using Loadline.Core.Configuration;
using Loadline.Core.Configuration.Reading;
using Loadline.Core.Tests.Support;

namespace Loadline.Core.Tests.Configuration;

public sealed class ConfigSchemaTests
{
    private static readonly JsonElement Schema = Parse();

    [Fact]
    public void Write_SampleWithEveryKey_IsValidAndUsesEveryKeyOfTheSchema()
    {
        var tree = Tree(SampleConfigs.Everything);
        Assert.Empty(new SchemaValidator(Schema).Validate(tree));

        var inSchema = new SortedSet<string>(StringComparer.Ordinal);
        Collect(Schema, "", inSchema);
        var inSample = new SortedSet<string>(StringComparer.Ordinal);
        Collect(Schema, tree, "", inSample);

        Assert.Equal(string.Join('\n', inSchema), string.Join('\n', inSample));

        // The reader takes the same file without a word: so each key of the schema is one that it knows.
        TestConfig.Good(SampleConfigs.Everything, SampleConfigs.Environment);
    }

    [Theory]
    [InlineData("  m: { provider: p, name: 4, context: 32k, max_output: 4096, effort: ${EFFORT:-low} }")]
    [InlineData("  m: { provider: p, name: n, price: { input: \"${PRICE:-1}\", output: 0.5 }, can: tools }")]
    public void Write_OtherGoodModels_AreValid(string model)
    {
        var text = "version: 1\nproviders: { p: { url: \"http://h.test/v1\" } }\nmodels:\n" + model + "\n";
        TestConfig.Good(text);
        Assert.Empty(new SchemaValidator(Schema).Validate(Tree(text)));
    }

    /// <summary>Whatever the schema can see, it must refuse where the reader does; what only the whole file can tell is not its part.</summary>
    [Fact]
    public void Write_BrokenModelsOfTheErrorTable_AreMostlyRefusedByTheSchemaToo()
    {
        var refused = 0;
        foreach (var row in ConfigErrorTests.Models)
        {
            var tree = Tree("version: 1\nproviders: { p: { url: \"http://h.test/v1\" } }\nmodels: { " + row[0] + " }\n");
            refused += new SchemaValidator(Schema).Validate(tree).Count > 0 ? 1 : 0;
        }

        // The others: unknown names, circles, forms that exclude one another, prices and sizes that do not fit together.
        Assert.Equal(14, refused);
    }

    [Theory]
    [InlineData("tokens: many")]
    [InlineData("tokens: true")]
    [InlineData("task: maths")]
    [InlineData("tokenz: 3")]
    [InlineData("schema: 1")]
    [InlineData("language: english")]
    [InlineData("header: x-tier")]
    [InlineData("all: { task: math }")]
    [InlineData("not: { tasc: math }")]
    [InlineData("")]
    public void Write_BrokenCondition_IsRefused(string when)
    {
        var tree = Tree(TestConfig.Head + "routes:\n  a: { pool: [small], rules: [ { name: r, when: { " + when + " }, use: small } ] }\n");
        Assert.NotEmpty(new SchemaValidator(Schema).Validate(tree));
    }

    [Fact]
    public void Write_Twice_GivesTheSameBytes()
    {
        using var first = new MemoryStream();
        using var second = new MemoryStream();
        ConfigSchema.Write(first);
        ConfigSchema.Write(second);
        Assert.Equal(first.ToArray(), second.ToArray());
    }

    // Every key that the schema knows, with `*` for names and list items; choices and references are followed, conditions once.
    private static void Collect(JsonElement schema, string path, SortedSet<string> keys)
    {
        if (schema.TryGetProperty("$ref", out var reference) && !path.Contains("when/", StringComparison.Ordinal))
        {
            Collect(Schema.GetProperty("$defs").GetProperty(reference.GetString()!["#/$defs/".Length..]), path, keys);
        }

        if (schema.TryGetProperty("properties", out var properties))
        {
            foreach (var property in properties.EnumerateObject())
            {
                keys.Add(path + "/" + property.Name);
                Collect(property.Value, path + "/" + property.Name, keys);
            }
        }

        if (schema.TryGetProperty("additionalProperties", out var more) && more.ValueKind == JsonValueKind.Object)
        {
            Collect(more, path + "/*", keys);
        }

        if (schema.TryGetProperty("items", out var items))
        {
            Collect(items, path + "/*", keys);
        }

        if (schema.TryGetProperty("anyOf", out var choices))
        {
            foreach (var choice in choices.EnumerateArray())
            {
                Collect(choice, path, keys);
            }
        }
    }

    // Every key that a file uses, in the same notation: a name where the schema lists keys, `*` where the user chooses them.
    private static void Collect(JsonElement schema, ConfigNode node, string path, SortedSet<string> keys)
    {
        foreach (var choice in Choices(schema))
        {
            foreach (var (key, value) in node.Entries)
            {
                if (choice.TryGetProperty("properties", out var properties) && properties.TryGetProperty(key.Text, out var known))
                {
                    var here = path.EndsWith("/when", StringComparison.Ordinal) || !path.Contains("/when", StringComparison.Ordinal)
                        ? path
                        : path[..(path.IndexOf("/when", StringComparison.Ordinal) + "/when".Length)];
                    keys.Add(here + "/" + key.Text);
                    Collect(known, value, here + "/" + key.Text, keys);
                }
                else if (choice.TryGetProperty("additionalProperties", out var more) && more.ValueKind == JsonValueKind.Object)
                {
                    Collect(more, value, path + "/*", keys);
                }
            }

            foreach (var item in node.Items)
            {
                if (choice.TryGetProperty("items", out var items))
                {
                    Collect(items, item, path + "/*", keys);
                }
            }
        }
    }

    private static IEnumerable<JsonElement> Choices(JsonElement schema)
    {
        yield return schema;
        if (schema.TryGetProperty("$ref", out var reference))
        {
            foreach (var choice in Choices(Schema.GetProperty("$defs").GetProperty(reference.GetString()!["#/$defs/".Length..])))
            {
                yield return choice;
            }
        }

        if (schema.TryGetProperty("anyOf", out var choices))
        {
            foreach (var choice in choices.EnumerateArray().SelectMany(Choices))
            {
                yield return choice;
            }
        }
    }

    private static ConfigNode Tree(string text) => ConfigTree.Parse(Variables.Hide(text))!;

    private static JsonElement Parse()
    {
        using var stream = new MemoryStream();
        ConfigSchema.Write(stream);
        return JsonDocument.Parse(stream.ToArray()).RootElement;
    }
}
