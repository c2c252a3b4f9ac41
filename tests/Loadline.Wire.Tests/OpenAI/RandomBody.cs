using System.Text;

namespace Loadline.Wire.Tests.OpenAI;

/// <summary>Writes valid chat bodies at random: members in any order, white space anywhere, unknown members of any depth.</summary>
internal sealed class RandomBody(int seed)
{
    private static readonly string[] Strings = ["", "a", "model", "\\\"stream\\\"", "\\u00e9\\n", "{}[],:", "héé", "\\\\", "日本語", "include_usage"];

    private readonly Random _random = new(seed);

    public string Build()
    {
        List<string> members = ["\"model\":" + White() + "\"auto\"", "\"messages\":" + White() + Messages()];
        Maybe(members, "\"stream\":" + Pick("true", "false", "null", "true"));
        Maybe(members, "\"stream_options\":" + Pick("null", "{ }", "{\"include_usage\":false}", "{\"x\":1 ,\"include_usage\": null}", "{\"x\":{}}"));
        Maybe(members, "\"reasoning_effort\":" + Pick("\"high\"", "null"));
        Maybe(members, "\"metadata\":" + Metadata());
        for (var i = _random.Next(6); i > 0; i--)
        {
            members.Add("\"x" + i + Pick(Strings) + "\"" + White() + ":" + Value(0));
        }

        var shuffled = members.ToArray();
        _random.Shuffle(shuffled);
        return White() + "{" + White() + string.Join(White() + "," + White(), shuffled) + White() + "}" + White();
    }

    private string Metadata()
    {
        List<string> members = [];
        Maybe(members, "\"a\":\"b\"");
        Maybe(members, "\"loadline\":" + White() + "{\"task\":\"code\"}");
        Maybe(members, "\"c\":\"loadlin\"");
        Maybe(members, "\"loadline.priority\":\"batch\"");
        return "{" + White() + string.Join(White() + "," + White(), members) + White() + "}";
    }

    private string Messages()
    {
        var messages = Enumerable.Range(0, _random.Next(1, 4)).Select(_ =>
            "{" + Pick("\"role\":\"user\"," + Content(), Content() + ",\"role\":\"assistant\"") + "}");
        return "[" + string.Join(White() + "," + White(), messages) + "]";
    }

    private string Content() => "\"content\":" + Pick("null", "\"" + Pick(Strings) + "\"", "[{\"type\":\"text\",\"text\":\"" + Pick(Strings) + "\"}]");

    private string Value(int depth) => _random.Next(depth > 4 ? 4 : 6) switch
    {
        0 => "\"" + Pick(Strings) + "\"",
        1 => Pick("0", "-1.50", "1e9", "12345678901234567890"),
        2 => Pick("true", "false"),
        3 => "null",
        4 => "[" + White() + string.Join(",", Enumerable.Range(0, _random.Next(4)).Select(_ => Value(depth + 1))) + "]",
        _ => "{" + string.Join("," + White(), Enumerable.Range(0, _random.Next(4)).Select(i => "\"" + Pick("model", "stream", "k") + i + "\":" + Value(depth + 1))) + "}",
    };

    private void Maybe(List<string> members, string member)
    {
        if (_random.Next(2) == 0)
        {
            members.Add(member);
        }
    }

    private string White() => Pick("", "", " ", "\n\t", "\r\n");

    private string Pick(params string[] from) => from[_random.Next(from.Length)];
}
