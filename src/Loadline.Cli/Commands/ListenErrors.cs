using System.Net.Sockets;

namespace Loadline.Cli.Commands;

/// <summary>Turns a taken port into a message that says what to do.</summary>
internal static class ListenErrors
{
    public static async Task<T> GuardAsync<T>(int port, Func<Task<T>> start)
    {
        try
        {
            return await start().ConfigureAwait(false);
        }
        catch (IOException error) when (error.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException || IsTaken(error))
        {
            throw Taken($"port {port}");
        }
    }

    public static UserError Taken(string address) => new(
        $"Something else already listens on {address}. Stop it, or listen elsewhere: --urls http://127.0.0.1:4243.", ExitCodes.AddressTaken);

    public static bool IsTaken(Exception error) =>
        error is Microsoft.AspNetCore.Connections.AddressInUseException or SocketException { SocketErrorCode: SocketError.AddressAlreadyInUse }
        || (error.InnerException is { } inner && IsTaken(inner));
}
