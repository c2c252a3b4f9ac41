using System.Security.Cryptography;
using System.Text;
using Loadline.Core.Configuration;
using Loadline.Core.Keys;
using Microsoft.AspNetCore.Http;

namespace Loadline.Gateway.Access;

/// <summary>Decides who may do what: by the keys in force, by the admin key of the config, and by whether either is asked for at all.</summary>
/// <remarks>
/// Models are open to all until there is a key, or <c>server.caller_keys: required</c> asks for one; Loadline's own surface is open to all
/// until there is a key or an admin key. An open gateway listens to its own machine only (<see cref="Hosting.ListenAddresses"/>).
/// </remarks>
internal sealed class AccessControl(KeyRing ring, ServerConfig server)
{
    private const int MostHashed = 512;

    private readonly byte[]? _adminHash = server.AdminKey is { } key ? SHA256.HashData(Encoding.UTF8.GetBytes(key.Reveal())) : null;

    /// <summary>Gets a value indicating whether callers of models must bring a key.</summary>
    public bool AsksCallers => server.RequiresKeys || ring.HasKeys || !ring.IsRead;

    /// <summary>Gets a value indicating whether Loadline's own surface asks for a key.</summary>
    public bool AsksOwners => AsksCallers || _adminHash is not null;

    /// <summary>Checks a request; allocates nothing.</summary>
    public AccessResult Check(HttpRequest request, AccessLevel level)
    {
        if (level == AccessLevel.Public || !(level is AccessLevel.Caller or AccessLevel.Scraper ? AsksCallers : AsksOwners))
        {
            return level is AccessLevel.Public or AccessLevel.Caller || HostGuard.Allows(request, server.AllowedOrigins)
                ? new AccessResult(200, null) : new AccessResult(421, null);
        }

        var result = Open(CallerCredential.Find(request));
        return result.Key is { } key && !Allows(key.Role, level) ? new AccessResult(403, key) : result;
    }

    /// <summary>Looks at what somebody brought, whatever it may be used for; allocates nothing.</summary>
    public AccessResult Open(ReadOnlySpan<char> credential) =>
        IsAdmin(credential) ? new AccessResult(200, null)

        // Whether this is a key, and whether any is needed, nobody can tell yet.
        : !ring.IsRead ? new AccessResult(503, null)
        : ring.Find(credential) is { } key ? new AccessResult(200, key)
        : new AccessResult(401, null);

    /// <summary>Tells what a role may do.</summary>
    public static bool Allows(KeyRole role, AccessLevel level) => level switch
    {
        AccessLevel.Public => true,
        AccessLevel.Caller => role is KeyRole.Caller or KeyRole.Admin,
        AccessLevel.Judge => role != KeyRole.Viewer,
        AccessLevel.Viewer or AccessLevel.Scraper => role >= KeyRole.Viewer,
        AccessLevel.Operator => role >= KeyRole.Operator,
        _ => role >= KeyRole.Admin,
    };

    /// <summary>Says what is wrong, the same for every key that opens nothing.</summary>
    public static (string Code, string Message) Explain(AccessResult result, AccessLevel level) => result.Status == 503
        ? ("keys_unavailable", "This gateway has just started and could not read its keys yet. Try again shortly.")
        : result.Status == 421
        ? ("host_not_allowed", "This gateway asks for no key, so it is read only by a name of its own machine (localhost) or an address. Its operator can allow another name: server.allowed_origins, or ask for keys.")
        : result.Status == 401 ? level == AccessLevel.Caller
            ? ("invalid_api_key", "This gateway asks for a key, and none that opens it was sent. Send one of `loadline keys create` as 'Authorization: Bearer ll_…' (or x-api-key, x-goog-api-key).")
            : ("invalid_admin_key", "This needs the gateway's admin key (server.admin_key) or a key whose role allows it: send it as 'Authorization: Bearer KEY'.")
        : ("key_not_allowed", $"The key's role ({KeyRoles.Name(result.Key!.Role)}) does not allow this. {Needed(level)}");

    /// <summary>Names the kind of error in words that all dialects can carry.</summary>
    public static string Kind(AccessResult result) => result.Status switch { 401 => "authentication_error", 403 => "permission_error", 421 => "invalid_request_error", _ => "server_error" };

    // Hashes have one length, so neither length nor content shows in the time a comparison takes.
    private bool IsAdmin(ReadOnlySpan<char> credential)
    {
        if (_adminHash is null || credential.Length > MostHashed)
        {
            return false;
        }

        Span<byte> utf8 = stackalloc byte[MostHashed * 3];
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(utf8[..Encoding.UTF8.GetBytes(credential, utf8)], hash);
        return CryptographicOperations.FixedTimeEquals(hash, _adminHash);
    }

    private static string Needed(AccessLevel level) => level switch
    {
        AccessLevel.Caller => "Models are called with a key of the role caller or admin.",
        AccessLevel.Judge => "It needs the role caller, operator or admin.",
        AccessLevel.Viewer or AccessLevel.Scraper => "It needs the role viewer, operator or admin.",
        AccessLevel.Operator => "It needs the role operator or admin.",
        _ => "It needs the role admin.",
    };
}
