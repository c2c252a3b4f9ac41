using System.Net;

namespace Loadline.Gateway.Hosting;

/// <summary>Keeps a gateway without caller keys on its own machine.</summary>
public static class ListenAddresses
{
    /// <summary>Throws unless every address is a loopback one.</summary>
    /// <remarks>There are no caller keys in this version: whoever reaches the port spends the provider's money.</remarks>
    /// <exception cref="InvalidOperationException">An address reaches beyond this machine, or is no address.</exception>
    public static void Check(IEnumerable<string> urls)
    {
        foreach (var url in urls)
        {
            if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
            {
                throw new InvalidOperationException($"'{url}' is no address to listen on. Write for example http://127.0.0.1:4242.");
            }

            if (uri.Host != "localhost" && !(IPAddress.TryParse(uri.Host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address)))
            {
                throw new InvalidOperationException(
                    $"'{url}' can be reached from other machines, and this version has no caller keys to keep strangers out. "
                    + "Listen on http://127.0.0.1:PORT and put a proxy that checks its callers in front.");
            }
        }
    }
}
