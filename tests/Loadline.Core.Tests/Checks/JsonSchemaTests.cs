using System.Text.Json;
using Loadline.Core.Checks;

namespace Loadline.Core.Tests.Checks;

public sealed class JsonSchemaTests
{
    private const string Person = """
        {"type":"object","required":["name","age"],"additionalProperties":false,
         "properties":{"name":{"type":"string","minLength":1,"maxLength":5},"age":{"type":"integer","minimum":0,"exclusiveMaximum":150},
           "tags":{"type":"array","items":{"enum":["a","b"]},"maxItems":2,"uniqueItems":true},"boss":{"$ref":"#"},
           "id":{"anyOf":[{"type":"null"},{"type":"string","pattern":"^x[0-9]+$"}]}}}
        """;

    [Theory]
    [InlineData("""{"name":"Ann","age":3}""", null)]
    [InlineData("""{"name":"Ann","age":3.0,"tags":["a","b"],"boss":{"name":"Bo","age":50},"id":"x12"}""", null)]
    [InlineData("""{"name":"😀😀😀😀😀","age":3,"id":null}""", null)]
    [InlineData("""[]""", "$ is not of type")]
    [InlineData("""{"name":"Ann"}""", "$.age is missing")]
    [InlineData("""{"name":"","age":3}""", "$.name is too short")]
    [InlineData("""{"name":"Annabel","age":3}""", "$.name is too long")]
    [InlineData("""{"name":"Ann","age":3.5}""", "$.age is not of type")]
    [InlineData("""{"name":"Ann","age":-1}""", "$.age is below")]
    [InlineData("""{"name":"Ann","age":150}""", "$.age is not below")]
    [InlineData("""{"name":"Ann","age":3,"tags":["c"]}""", "$.tags[0] is none")]
    [InlineData("""{"name":"Ann","age":3,"tags":["a","a"]}""", "$.tags has equal")]
    [InlineData("""{"name":"Ann","age":3,"tags":["a","b","a"]}""", "$.tags has too many")]
    [InlineData("""{"name":"Ann","age":3,"boss":{"name":"Bo"}}""", "$.boss.age is missing")]
    [InlineData("""{"name":"Ann","age":3,"id":"y"}""", "$.id fits none")]
    [InlineData("""{"name":"Ann","age":3,"other":1}""", "$.other is not allowed")]
    public void FindProblem_Person_SaysWhereAndWhat(string value, string? problem)
    {
        var found = new JsonSchema(Parse(Person)).FindProblem(Parse(value));
        Assert.Equal(problem is null, found is null);
        Assert.StartsWith(problem ?? "", found ?? "", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"oneOf":[{"type":"integer"},{"minimum":2}]}""", "1", true)]
    [InlineData("""{"oneOf":[{"type":"integer"},{"minimum":2}]}""", "3", false)]
    [InlineData("""{"allOf":[{"minimum":2},{"maximum":4}]}""", "3", true)]
    [InlineData("""{"allOf":[{"minimum":2},{"maximum":4}]}""", "5", false)]
    [InlineData("""{"not":{"type":"string"}}""", "\"a\"", false)]
    [InlineData("""{"const":{"a":[1,2]}}""", """{"a":[1,2]}""", true)]
    [InlineData("""{"const":1.0}""", "1", true)]
    [InlineData("""{"multipleOf":0.1}""", "0.3", true)]
    [InlineData("""{"multipleOf":2}""", "3", false)]
    [InlineData("""{"prefixItems":[{"type":"string"}],"items":{"type":"number"}}""", """["a",1,2]""", true)]
    [InlineData("""{"prefixItems":[{"type":"string"}],"items":{"type":"number"}}""", """["a","b"]""", false)]
    [InlineData("""{"patternProperties":{"^n_":{"type":"number"}},"additionalProperties":false}""", """{"n_a":1}""", true)]
    [InlineData("""{"patternProperties":{"^n_":{"type":"number"}},"additionalProperties":false}""", """{"n_a":"1"}""", false)]
    [InlineData("""{"propertyNames":{"pattern":"^[a-z]+$"}}""", """{"A":1}""", false)]
    [InlineData("""{"$ref":"#/$defs/s","$defs":{"s":{"type":"string"}}}""", "1", false)]
    [InlineData("true", "1", true)]
    [InlineData("false", "1", false)]
    [InlineData("""{"type":["string","null"]}""", "null", true)]
    [InlineData("""{"$ref":"#"}""", "1", false)]
    public void FindProblem_Keyword_DoesWhatItSays(string schema, string value, bool fits) =>
        Assert.Equal(fits, new JsonSchema(Parse(schema)).FindProblem(Parse(value)) is null);

    [Theory]
    [InlineData("""{"if":{}}""", "`if`")]
    [InlineData("""{"properties":{"a":{"unevaluatedProperties":false}}}""", "`unevaluatedProperties` at #/properties/a")]
    [InlineData("""{"$ref":"http://elsewhere"}""", "only places within it")]
    [InlineData("""{"$ref":"#/$defs/none"}""", "which it does not hold")]
    [InlineData("""{"pattern":"(?=a)"}""", "look-around")]
    [InlineData("""{"minLength":"3"}""", "wrong form")]
    [InlineData("""{"type":"text"}""", "wrong form")]
    [InlineData("3", "not an object")]
    public void Create_WhatIsNotKnown_IsRefused(string schema, string message) =>
        Assert.Contains(message, Assert.Throws<CheckException>(() => new JsonSchema(Parse(schema))).Message, StringComparison.Ordinal);

    private static JsonElement Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }
}
