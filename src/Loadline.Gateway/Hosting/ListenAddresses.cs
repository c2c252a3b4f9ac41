using Loadline.Core.Configuration;

namespace Loadline.Gateway.Hosting;

/// <summary>Keeps a gateway that asks for no keys on its own machine.</summary>
internal static class ListenAddresses
{
    /// <summary>Throws unless every address is a loopback one, or callers must bring keys.</summary>
    /// <remarks>A config was checked when it was read; addresses of a command line or of code come here first.</remarks>
    /// <exception cref="InvalidOperationException">An address reaches beyond this machine, or is no address.</exception>
    public static void Check(IEnumerable<string> urls, bool requiresKeys)
    {
        foreach (var url in urls)
        {
            if (!ListenAddress.IsValid(url))
            {
                throw new InvalidOperationException($"'{url}' is no address to listen on. Write for example http://127.0.0.1:4242.");
            }

            if (!requiresKeys && !ListenAddress.IsLoopback(url))
            {
                throw new InvalidOperationException($"'{url}' {ListenAddress.Refusal}. {ListenAddress.Remedy}");
            }
        }
    }
}
