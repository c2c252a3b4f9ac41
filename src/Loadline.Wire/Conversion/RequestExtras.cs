using System.Text.Json;

namespace Loadline.Wire.Conversion;

/// <summary>Members without a neutral form: carried within a dialect, reported lost between dialects.</summary>
internal static class RequestExtras
{
    public static void Write(Utf8JsonWriter json, ChatRequest request, Dialect target, ConversionLosses losses)
    {
        foreach (var (name, value) in request.Extra)
        {
            if (request.Origin == target)
            {
                json.Value(System.Text.Encoding.UTF8.GetBytes(name), value);
            }
            else if (!RequestDocument.IsNothing(value))
            {
                losses.Dropped(name, "has no counterpart there");
            }
        }
    }

    /// <summary>Notes what the target's dialect has no member for.</summary>
    public static void Lost(ConversionLosses losses, string name, bool isSet)
    {
        if (isSet)
        {
            losses.Dropped(name, "has no counterpart there");
        }
    }

    /// <summary>Whether tiers of service mean the same at source and target.</summary>
    public static bool SharesTiers(Dialect origin, Dialect target) =>
        origin == target || (origin is Dialect.OpenAIChat or Dialect.OpenAIResponses && target is Dialect.OpenAIChat or Dialect.OpenAIResponses);
}
