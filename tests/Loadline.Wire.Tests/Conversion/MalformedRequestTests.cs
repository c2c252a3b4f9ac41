using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Loadline.Testing;
using Loadline.Testing.Recordings;
using Loadline.Wire.Conversion;

namespace Loadline.Wire.Tests.Conversion;

/// <summary>Real requests with one value of each kind put in the place of each of their members: read or refused, never an exception.</summary>
public sealed class MalformedRequestTests
{
    private static readonly string[] Values = ["7", "\"x\"", "[[]]", "[{}]", "{\"a\":[]}", "-1e300"];

    [DataFact("wire/captures")]
    public void Request_AnyMemberOfAnyType_IsConvertedOrRefused()
    {
        var seen = new HashSet<string>();
        foreach (var chat in RecordedRequests.Captures().Concat(RecordedRequests.Recorded()))
        {
            foreach (var path in Paths(JsonNode.Parse(chat.Request)!, string.Empty).Where(path => seen.Add(chat.Dialect + Shape(path))))
            {
                foreach (var value in Values)
                {
                    Convert(chat.Dialect, With(chat.Request, path, value), path + " = " + value);
                }
            }
        }

        Assert.True(seen.Count > 200, $"{seen.Count} members");
    }

    private static void Convert(Dialect dialect, byte[] body, string what)
    {
        try
        {
            if (!ChatConversion.TryReadRequest(dialect, body, "m", false, out var request).Ok)
            {
                return;
            }

            using (request)
            {
                foreach (var target in new[] { Converted.Chat, Converted.Responses, Converted.Claude, Converted.Gemini, Converted.Bedrock })
                {
                    var output = new ArrayBufferWriter<byte>();
                    ChatConversion.WriteRequest(request, target, output, new ConversionLosses());
                    using var parsed = JsonDocument.Parse(output.WrittenMemory);
                }
            }
        }
        catch (Exception error) when (error is not Xunit.Sdk.XunitException)
        {
            Assert.Fail($"{dialect} {what}: {error}");
        }
    }

    private static string Shape(string path) => string.Join('/', path.Split('/').Select(step => step.All(char.IsAsciiDigit) ? "#" : step));

    private static IEnumerable<string> Paths(JsonNode node, string path)
    {
        var children = node switch
        {
            JsonObject map => map.Where(member => member.Key is not ("parameters" or "input_schema" or "schema")).Select(member => (member.Key, member.Value)),
            JsonArray list => list.Select((item, i) => (i.ToString(System.Globalization.CultureInfo.InvariantCulture), item)),
            _ => [],
        };
        foreach (var (key, child) in children)
        {
            yield return $"{path}/{key}";
            foreach (var inner in child is null ? [] : Paths(child, $"{path}/{key}"))
            {
                yield return inner;
            }
        }
    }

    private static byte[] With(byte[] body, string path, string value)
    {
        var root = JsonNode.Parse(body)!;
        var at = root;
        var steps = path[1..].Split('/');
        foreach (var step in steps[..^1])
        {
            at = at is JsonArray list ? list[int.Parse(step, System.Globalization.CultureInfo.InvariantCulture)]! : at[step]!;
        }

        if (at is JsonArray items)
        {
            items[int.Parse(steps[^1], System.Globalization.CultureInfo.InvariantCulture)] = JsonNode.Parse(value);
        }
        else
        {
            at[steps[^1]] = JsonNode.Parse(value);
        }

        return Encoding.UTF8.GetBytes(root.ToJsonString());
    }
}
