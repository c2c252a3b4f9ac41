using System.Text.Json;

namespace Loadline.Testing.Recordings;

/// <summary>Tool calls as text, for comparing.</summary>
public static class CallText
{
    /// <summary>Writes one call as <c>name(arguments)</c>.</summary>
    public static string Of(string name, string arguments) => $"{name}({Canonical(arguments)})";

    /// <summary>Arguments as equal text where they are equal JSON; none and an empty object are the same.</summary>
    public static string Canonical(string arguments)
    {
        if (string.IsNullOrWhiteSpace(arguments))
        {
            return "{}";
        }

        try
        {
            using var document = JsonDocument.Parse(arguments);
            return JsonSerializer.Serialize(document.RootElement);
        }
        catch (JsonException)
        {
            return arguments;
        }
    }
}
