using System.Net;
using Microsoft.AspNetCore.Http;

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
            if (!IsLoopback(Parse(url).Host))
            {
                throw new InvalidOperationException(
                    $"'{url}' can be reached from other machines, and this version has no caller keys to keep strangers out. "
                    + "Listen on http://127.0.0.1:PORT and put a proxy that checks its callers in front.");
            }
        }
    }

    // Read as the server reads it: to it, a host that is neither an IP address nor localhost means every address of the machine,
    // and "http://any@127.0.0.1" has such a host.
    private static BindingAddress Parse(string url)
    {
        try
        {
            var address = BindingAddress.Parse(url);
            if (address.Scheme is "http" or "https" && !address.IsUnixPipe)
            {
                return address;
            }
        }
        catch (FormatException)
        {
            // Said below, with what to write instead.
        }

        throw new InvalidOperationException($"'{url}' is no address to listen on. Write for example http://127.0.0.1:4242.");
    }

    private static bool IsLoopback(string host) => host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
