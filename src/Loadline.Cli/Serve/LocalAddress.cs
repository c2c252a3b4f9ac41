using System.Globalization;

namespace Loadline.Cli.Serve;

/// <summary>Reads a variable that moves a local model server, in the forms that Ollama's own <c>OLLAMA_HOST</c> takes.</summary>
internal static class LocalAddress
{
    /// <param name="value">A host, <c>host:port</c>, <c>:port</c> or an address; may be empty.</param>
    /// <param name="usual">The address where nothing else is said.</param>
    /// <returns>The base address; the usual one where <paramref name="value"/> makes no sense.</returns>
    public static Uri From(string? value, Uri usual)
    {
        var text = value?.Trim().TrimEnd('/') ?? "";
        if (text.Length == 0)
        {
            return usual;
        }

        var hasScheme = text.Contains("://", StringComparison.Ordinal);
        text = hasScheme ? text : "http://" + (text[0] == ':' ? usual.Host + text : text);
        if (!Uri.TryCreate(text, UriKind.Absolute, out var given) || given.Scheme is not ("http" or "https"))
        {
            return usual;
        }

        // Where a server binds to every address, this machine reaches it on its own.
        var host = given.Host is "0.0.0.0" or "[::]" ? usual.Host : given.Host;
        var port = hasScheme || given.Port != 80 ? given.Port : usual.Port;
        var path = given.AbsolutePath == "/" ? usual.AbsolutePath : given.AbsolutePath;
        return new Uri(string.Create(CultureInfo.InvariantCulture, $"{given.Scheme}://{host}:{port}{path}"));
    }
}
