using System.Net.Http.Headers;

namespace Loadline.Gateway.Upstreams;

/// <summary>The one place that sets headers on requests to upstreams.</summary>
internal static class OutboundHeaders
{
    /// <summary>Adds a header, unless its value could break out of its line.</summary>
    /// <returns>Whether it was added.</returns>
    /// <remarks><c>TryAddWithoutValidation</c> would send CR, LF and NUL as they are, so nothing else may call it.</remarks>
    public static bool Add(HttpHeaders headers, string name, string value)
    {
        foreach (var c in value)
        {
            if (c is < ' ' or '\u007f')
            {
                return false;
            }
        }

#pragma warning disable RS0030 // This is the checked way in that the ban points to.
        return headers.TryAddWithoutValidation(name, value);
#pragma warning restore RS0030
    }
}
