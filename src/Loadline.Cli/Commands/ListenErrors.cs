using System.Net.Sockets;

namespace Loadline.Cli.Commands;

/// <summary>Turns an address that cannot be listened on into a message that says what to do.</summary>
internal static class ListenErrors
{
    /// <param name="addresses">Where it is to listen, for the message.</param>
    /// <param name="elsewhere">The option that moves it, as the user would write it.</param>
    /// <param name="start">Starts listening.</param>
    /// <exception cref="UserError">It cannot listen there.</exception>
    public static async Task<T> GuardAsync<T>(string addresses, string elsewhere, Func<Task<T>> start)
    {
        try
        {
            return await start().ConfigureAwait(false);
        }
        catch (Exception error) when (Cause(error) is { } cause)
        {
            throw new UserError(
                cause == SocketError.AddressAlreadyInUse
                    ? $"Something else already listens on {addresses}. Stop it, or listen elsewhere: {elsewhere}."
                    : $"Cannot listen on {addresses}: {Describe(cause)}. Listen elsewhere: {elsewhere}.",
                ExitCodes.CannotListen);
        }
    }

    private static SocketError? Cause(Exception error) => error switch
    {
        Microsoft.AspNetCore.Connections.AddressInUseException => SocketError.AddressAlreadyInUse,
        SocketException socket => socket.SocketErrorCode,
        IOException or AggregateException when error.InnerException is { } inner => Cause(inner),
        _ => null,
    };

    private static string Describe(SocketError cause) => cause switch
    {
        SocketError.AccessDenied => "this user may not (ports below 1024 often need more rights)",
        SocketError.AddressNotAvailable => "this machine has no such address",
        _ => cause.ToString(),
    };
}
