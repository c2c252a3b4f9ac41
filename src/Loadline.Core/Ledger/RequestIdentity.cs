using System.Text;
using System.Text.Json;
using Loadline.Core.Facts;

namespace Loadline.Core.Ledger;

/// <summary>Who sent a request and in which session, as hashes; allocates nothing.</summary>
/// <remarks>
/// The caller is the body's <c>safety_identifier</c>, else its <c>user</c>, else the credential that came in a header. The session is a header
/// (<c>x-claude-code-session-id</c>, <c>x-session-id</c>, <c>session-id</c>, <c>session_id</c>), else <c>metadata.session_id</c> or
/// <c>metadata.session</c>.
/// </remarks>
public static class RequestIdentity
{
    private const int MaxText = 512;
    private const string Bearer = "Bearer ";

    private static readonly string[] CallerHeaders = ["Authorization", "x-api-key", "api-key", "x-goog-api-key"];
    private static readonly string[] SessionHeaders = ["x-claude-code-session-id", "x-session-id", "session-id", "session_id"];
    private static readonly byte[][] SessionMembers = [.. new[] { "session_id", "session" }.Select(Encoding.UTF8.GetBytes)];

    /// <summary>Hashes the caller; <see langword="null"/> where the request names none.</summary>
    /// <param name="facts">The request.</param>
    /// <param name="hasher">The ledger's hasher; <see langword="null"/>: there is none yet, and nobody is named.</param>
    /// <param name="key">What stands for the caller's key, the same before and after its rotation; <see langword="null"/>: the credential itself.</param>
    public static UInt128? Caller(RequestFacts facts, IdentityHasher? hasher, string? key = null)
    {
        if (hasher is null)
        {
            return null;
        }

        if (!facts.User.IsMissing)
        {
            return HashText(facts, facts.User, hasher);
        }

        if (key is not null)
        {
            return hasher.Hash(key);
        }

        foreach (var name in CallerHeaders)
        {
            if (facts.Headers?.Find(name) is { Length: > 0 } value)
            {
                return hasher.Hash(value.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) ? value.AsSpan(Bearer.Length) : value);
            }
        }

        return null;
    }

    /// <summary>Hashes the session; <see langword="null"/> where the request names none.</summary>
    public static UInt128? Session(RequestFacts facts, IdentityHasher? hasher)
    {
        if (hasher is null)
        {
            return null;
        }

        foreach (var name in SessionHeaders)
        {
            if (facts.Headers?.Find(name) is { Length: > 0 } value)
            {
                return hasher.Hash(value);
            }
        }

        foreach (var member in SessionMembers)
        {
            foreach (ref readonly var entry in facts.Metadata)
            {
                if (!entry.Value.IsMissing && JsonText.Is(facts.Body.Span, entry.Key, member))
                {
                    return HashText(facts, entry.Value, hasher);
                }
            }
        }

        return null;
    }

    private static UInt128 HashText(RequestFacts facts, ByteRange text, IdentityHasher hasher)
    {
        var body = facts.Body.Span;
        var content = text.In(body);
        if (!content.Contains((byte)'\\') || content.Length > MaxText)
        {
            return hasher.Hash(content);
        }

        // Escapes resolved, so that one identity has one hash however it is spelled.
        var json = new Utf8JsonReader(body.Slice(text.Start - 1, text.Length + 2));
        Span<byte> plain = stackalloc byte[MaxText];
        try
        {
            return json.Read() ? hasher.Hash(plain[..json.CopyString(plain)]) : hasher.Hash(content);
        }
        catch (InvalidOperationException)
        {
            // A lone surrogate: hashed as it is written.
            return hasher.Hash(content);
        }
    }
}
