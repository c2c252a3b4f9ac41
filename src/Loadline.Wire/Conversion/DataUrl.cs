namespace Loadline.Wire.Conversion;

/// <summary><c>data:</c> addresses, which OpenAI uses for images and files by value.</summary>
internal static class DataUrl
{
    /// <summary>Splits <c>data:{type};base64,{data}</c>.</summary>
    public static bool TryRead(string url, out string? mediaType, out string data)
    {
        mediaType = null;
        data = string.Empty;
        var comma = url.IndexOf(',', StringComparison.Ordinal);
        if (!url.StartsWith("data:", StringComparison.OrdinalIgnoreCase) || comma < 0)
        {
            return false;
        }

        var head = url[5..comma];
        if (!head.EndsWith(";base64", StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        var type = head[..^7].Split(';')[0].Trim();
        mediaType = type.Length > 0 ? type : null;
        data = url[(comma + 1)..];
        return true;
    }

    public static string Write(string? mediaType, string data) => $"data:{mediaType ?? "application/octet-stream"};base64,{data}";
}
