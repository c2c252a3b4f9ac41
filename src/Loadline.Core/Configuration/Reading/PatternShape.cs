using System.Text.Json;
using System.Text.RegularExpressions;
using Loadline.Core.Rules;

namespace Loadline.Core.Configuration.Reading;

/// <summary>A regular expression that can run without backtracking.</summary>
internal sealed class PatternShape() : ScalarShape<string>("a pattern of at most 1000 characters", "`'(?i)\\bprove\\b'`")
{
    private const int Longest = 1000;

    public override void Describe(Utf8JsonWriter json)
    {
        json.WriteString("type", "string");
        json.WriteNumber("minLength", 1);
        json.WriteNumber("maxLength", Longest);
    }

    protected override bool TryParse(string text, out string value)
    {
        value = text;
        return Problem(text) is null;
    }

    protected override void Report(ReadScope scope, ConfigNode node, string text) =>
        scope.Error(node, ReadScope.Quote(node) + " is not a pattern that can be used: " + Problem(text), "Write " + Example + ".");

    private static string? Problem(string text)
    {
        if (text.Length is 0 or > Longest)
        {
            return "it must have from 1 to 1000 characters";
        }

        try
        {
            _ = new Regex(text, RegexCondition.Options);
            return null;
        }
        catch (RegexParseException exception)
        {
            return "at character " + (exception.Offset + 1) + " it is malformed (" + exception.Error + ")";
        }
        catch (NotSupportedException)
        {
            return "it is too large, or needs look-around, a back-reference or an atomic group, which could take forever on some text";
        }
    }
}
