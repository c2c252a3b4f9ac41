using System.Net.Sockets;

namespace Loadline.Gateway.Tests.Kit;

/// <summary>A test that needs the right to administer the network; skipped, with the reason, where it is missing.</summary>
public sealed class NetworkAdminTheoryAttribute : TheoryAttribute
{
    private static readonly string? Missing = Find();

    public NetworkAdminTheoryAttribute() => Skip = Missing;

    private static string? Find()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            // TCP_REPAIR, of IPPROTO_TCP: what lets a peer vanish without a word.
            socket.SetRawSocketOption(6, 19, BitConverter.GetBytes(1));
            return null;
        }
        catch (SocketException error)
        {
            return $"No right to administer the network here ({error.SocketErrorCode}); the twin with a swallowing proxy runs everywhere.";
        }
    }
}

/// <summary>A test that needs an address where nobody answers, not even with a refusal: <c>LOADLINE_BLACKHOLE</c>, set by tests/slow.sh.</summary>
public sealed class BlackHoleTheoryAttribute : TheoryAttribute
{
    public BlackHoleTheoryAttribute() => Skip = Address is null
        ? "LOADLINE_BLACKHOLE names no silent address: tests/slow.sh makes one in a network namespace (root). The twin with a swallowing proxy runs everywhere."
        : null;

    public static string? Address { get; } = Environment.GetEnvironmentVariable("LOADLINE_BLACKHOLE");
}
