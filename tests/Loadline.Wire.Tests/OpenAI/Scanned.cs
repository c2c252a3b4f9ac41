using System.Text;
using Loadline.Core.Facts;
using Loadline.Wire.OpenAI;

namespace Loadline.Wire.Tests.OpenAI;

/// <summary>Scans a body that a test writes as text.</summary>
internal static class Scanned
{
    public const string Hello = "\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]";

    public static RequestFacts Chat(string body)
    {
        var facts = new RequestFacts();
        var result = Chat(body, facts);
        Assert.True(result.Ok, result.Message);
        return facts;
    }

    public static ScanResult Chat(string body, RequestFacts facts)
    {
        facts.Reset(Encoding.UTF8.GetBytes(body));
        return ChatRequestScanner.Scan(facts);
    }

    public static ScanResult Refused(string body)
    {
        var result = Chat(body, new RequestFacts());
        Assert.False(result.Ok);
        return result;
    }

    public static string In(this ByteRange range, RequestFacts facts) => Encoding.UTF8.GetString(range.In(facts.Body.Span));

    public static List<string> Texts(this RequestFacts facts)
    {
        var texts = new List<string>();
        foreach (ref readonly var text in facts.Texts)
        {
            texts.Add($"{text.Role} {text.MessageIndex} {text.Range.In(facts)}");
        }

        return texts;
    }
}
