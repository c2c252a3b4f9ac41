namespace Loadline.Dashboard.Hosting;

/// <summary>Parameters of a page, by name.</summary>
internal static class PageParameters
{
    public static Dictionary<string, object?> Of(params ReadOnlySpan<(string Name, object? Value)> pairs)
    {
        var parameters = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var (name, value) in pairs)
        {
            parameters[name] = value;
        }

        return parameters;
    }
}
