using System.Net;
using System.Net.Sockets;

namespace Loadline.Gateway.Upstreams;

/// <summary>Tells addresses that no model is served at from those that one may be: asked for every connection, after its name was resolved.</summary>
/// <remarks>
/// Refused are link-local addresses and those of clouds' metadata services, which give credentials to whoever asks; unspecified, multicast,
/// broadcast and reserved ones. Loopback and private addresses are where people run models, and stay allowed: addresses are the operator's,
/// never a caller's. An IPv4 address inside an IPv6 one (mapped, compatible, NAT64, 6to4) is taken for what it is; Teredo's, which are any, are refused.
/// </remarks>
internal static class AddressGuard
{
    // Metadata services outside the link-local ranges: Azure's, Alibaba's and Oracle's older one, Amazon's by IPv6, Google's by IPv6.
    private static readonly IPAddress[] Metadata =
    [
        IPAddress.Parse("168.63.129.16"), IPAddress.Parse("100.100.100.200"), IPAddress.Parse("192.0.0.192"),
        IPAddress.Parse("fd00:ec2::254"), IPAddress.Parse("fd20:ce::254"),
    ];

    private static readonly IPNetwork[] Refused =
    [
        IPNetwork.Parse("0.0.0.0/8"), IPNetwork.Parse("169.254.0.0/16"), IPNetwork.Parse("224.0.0.0/4"), IPNetwork.Parse("240.0.0.0/4"),
        IPNetwork.Parse("::/128"), IPNetwork.Parse("fe80::/10"), IPNetwork.Parse("ff00::/8"), IPNetwork.Parse("100::/64"), IPNetwork.Parse("2001::/32"),
    ];

    private static readonly IPNetwork Nat64 = IPNetwork.Parse("64:ff9b::/96");

    // A network's own translators (RFC 8215). Where the IPv4 address is depends on their prefix (RFC 6052), of 48, 56, 64 or 96 bits: byte 8 is left out.
    private static readonly IPNetwork LocalNat64 = IPNetwork.Parse("64:ff9b:1::/48");
    private static readonly int[][] LocalNat64Bytes = [[6, 7, 9, 10], [7, 9, 10, 11], [9, 10, 11, 12], [12, 13, 14, 15]];

    private static readonly IPNetwork SixToFour = IPNetwork.Parse("2002::/16");
    private static readonly IPNetwork Compatible = IPNetwork.Parse("::/96");

    /// <summary>Whether a connection may go there.</summary>
    /// <remarks>Mapped addresses come first: .NET finds ::ffff:0.0.0.0 in networks that it is not in.</remarks>
    public static bool Allows(IPAddress address) =>
        !address.IsIPv4MappedToIPv6 && LocalNat64.Contains(address) ? AllowsBehindNat64(address.GetAddressBytes()) : AllowsPlain(Plain(address));

    // Nobody says which of them is meant, so all must do; those that begin with 0 are the rest of another.
    private static bool AllowsBehindNat64(byte[] bytes) =>
        Array.TrueForAll(LocalNat64Bytes, at => bytes[at[0]] == 0 || AllowsPlain(new IPAddress([bytes[at[0]], bytes[at[1]], bytes[at[2]], bytes[at[3]]])));

    private static bool AllowsPlain(IPAddress plain) =>
        !Array.Exists(Refused, network => network.Contains(plain)) && !Array.Exists(Metadata, plain.Equals);

    private static IPAddress Plain(IPAddress address)
    {
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return address;
        }

        if (address.IsIPv4MappedToIPv6)
        {
            return address.MapToIPv4();
        }

        // Without the zone, or fe80::1%2 would be equal to nothing.
        var bytes = address.GetAddressBytes();
        address = new IPAddress(bytes);
        return Nat64.Contains(address) || (Compatible.Contains(address) && !address.Equals(IPAddress.IPv6Any) && !IPAddress.IsLoopback(address)) ? new IPAddress(bytes.AsSpan(12))
            : SixToFour.Contains(address) ? new IPAddress(bytes.AsSpan(2, 4))
            : address;
    }
}
