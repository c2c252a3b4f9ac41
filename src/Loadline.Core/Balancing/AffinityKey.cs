using System.Text.Json;
using Loadline.Core.Facts;

namespace Loadline.Core.Balancing;

/// <summary>What makes two requests one conversation: a session header, <c>prompt_cache_key</c>, the user, else how the conversation began.</summary>
public static class AffinityKey
{
    private static readonly string[] Headers = ["x-loadline-session", "x-session-id", "session_id", "x-claude-code-session-id"];

    /// <summary>Computes the key. Read only where a model asks for cache-affine balance: the body is looked through once more.</summary>
    public static ulong Of(RequestFacts facts)
    {
        foreach (var name in Headers)
        {
            if (facts.Headers?.Find(name) is { Length: > 0 } session)
            {
                return Hash(session);
            }
        }

        return OfBody(facts.Body.Span) ?? OfBeginning(facts);
    }

    /// <summary>Hashes text; the same in every process, so that several gateways agree.</summary>
    public static ulong Hash(ReadOnlySpan<char> text)
    {
        var hash = 14695981039346656037UL;
        foreach (var c in text)
        {
            hash = (hash ^ c) * 1099511628211UL;
        }

        return Mix(hash);
    }

    /// <summary>Spreads a number's bits over all of them (the finalizer of SplitMix64).</summary>
    public static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9UL;
        z = (z ^ (z >> 27)) * 0x94d049bb133111ebUL;
        return z ^ (z >> 31);
    }

    private static ulong Hash(ReadOnlySpan<byte> bytes)
    {
        var hash = 14695981039346656037UL;
        foreach (var b in bytes)
        {
            hash = (hash ^ b) * 1099511628211UL;
        }

        return Mix(hash);
    }

    // prompt_cache_key goes before user: it is the caller's own word on what shares a cache.
    private static ulong? OfBody(ReadOnlySpan<byte> body)
    {
        ulong? user = null;
        var json = new Utf8JsonReader(body, isFinalBlock: false, default);
        try
        {
            json.Read();
            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                var isKey = json.ValueTextEquals("prompt_cache_key"u8);
                var isUser = json.ValueTextEquals("user"u8) || json.ValueTextEquals("safety_identifier"u8);
                json.Read();
                if ((isKey || isUser) && json.TokenType == JsonTokenType.String)
                {
                    var hash = Hash(json.ValueSpan);
                    if (isKey)
                    {
                        return hash;
                    }

                    user ??= hash;
                }

                if (!json.TrySkip())
                {
                    return user;
                }
            }
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            // The dialect's scanner has the say on what is well formed; affinity does without.
        }

        return user;
    }

    // Later turns repeat the first messages word for word.
    private static ulong OfBeginning(RequestFacts facts)
    {
        var hash = 0UL;
        foreach (ref readonly var text in facts.Texts)
        {
            hash = Mix(hash ^ Hash(text.Range.In(facts.Body.Span)));
            if (text.Role == MessageRole.User)
            {
                break;
            }
        }

        return hash;
    }
}
