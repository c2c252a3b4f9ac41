using System.Text.Json;
using Loadline.Core.Facts;
using Loadline.Wire.OpenAI;

namespace Loadline.Wire.Scanning;

/// <summary>The frame of a scan: one JSON object, the known members at most once, faults told with their place.</summary>
internal static class BodyScan
{
    /// <summary>Reads one known member; the reader stands on its value and must end on the value's last token.</summary>
    public delegate ScanResult ReadMember(ref Utf8JsonReader json, RequestFacts facts, int member);

    /// <param name="facts">Just reset with the body.</param>
    /// <param name="names">The members that are read, at most 32.</param>
    /// <param name="read">Reads one of them.</param>
    /// <param name="seen">Which of them came, a bit each.</param>
    /// <param name="kind">What the body asks for.</param>
    /// <param name="mayRepeat">The members that are only told of, a bit each: a second one is no fault.</param>
    public static ScanResult Run(
        RequestFacts facts, MemberNames names, ReadMember read, out uint seen, RequestKind kind = RequestKind.Chat, uint mayRepeat = 0)
    {
        seen = 0;
        if (facts.Body.IsEmpty)
        {
            return ScanErrors.Empty();
        }

        facts.Kind = kind;
        var json = new Utf8JsonReader(facts.Body.Span, ScanErrors.ReaderOptions);
        try
        {
            return Root(ref json, facts, names, read, mayRepeat, ref seen);
        }
        catch (JsonException error)
        {
            return ScanErrors.NotJson(error, ref json, facts.Body.Span);
        }
        catch (InvalidOperationException)
        {
            return ScanErrors.BadText();
        }
    }

    public static ScanResult Flag(ref Utf8JsonReader json, string name, out bool value)
    {
        value = json.TokenType == JsonTokenType.True;
        return json.TokenType is JsonTokenType.True or JsonTokenType.False or JsonTokenType.Null
            ? ScanResult.Success
            : ScanErrors.WrongType(name, "true or false", json.TokenType);
    }

    private static ScanResult Root(ref Utf8JsonReader json, RequestFacts facts, MemberNames names, ReadMember read, uint mayRepeat, ref uint seen)
    {
        json.Read();
        if (json.TokenType != JsonTokenType.StartObject)
        {
            return ScanErrors.NotAnObject();
        }

        facts.InsertAt = (int)json.BytesConsumed;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            facts.HasMembers = true;
            var member = names.Find(ref json);
            json.Read();
            if (member < 0)
            {
                json.Skip();
                continue;
            }

            if ((seen & ~mayRepeat & (1u << member)) != 0)
            {
                return ScanErrors.Duplicate(names[member]);
            }

            seen |= 1u << member;
            var result = read(ref json, facts, member);
            if (!result.Ok)
            {
                return result;
            }
        }

        // Anything but white space after the object is an error, which this read reports.
        json.Read();
        return ScanResult.Success;
    }
}
