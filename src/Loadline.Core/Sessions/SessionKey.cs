using Loadline.Core.Balancing;
using Loadline.Core.Facts;

namespace Loadline.Core.Sessions;

/// <summary>What makes two requests turns of one conversation: a session header, a session in <c>metadata</c>, else how the conversation began.</summary>
/// <remarks>
/// An agent's sub-agents send its session's id but talk with prompts of their own, so the agent's id and the system prompt's beginning are part of
/// the key. A user's name is not: one user has several conversations. Allocates nothing.
/// </remarks>
internal static class SessionKey
{
    // What of the system prompt and first message is looked at: enough to tell conversations apart, little enough to cost nothing.
    private const int MostBytes = 2_048;

    private static readonly string[] SessionHeaders =
        ["x-loadline-session", "x-claude-code-session-id", "x-session-id", "session-id", "session_id"];

    private static readonly string[] AgentHeaders = ["x-loadline-agent-id", "x-claude-code-agent-id"];

    /// <summary>Computes the key; never 0.</summary>
    public static ulong Of(RequestFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        var key = Stated(facts) ?? Beginning(facts);
        foreach (var name in AgentHeaders)
        {
            if (facts.Headers?.Find(name) is { Length: > 0 } agent)
            {
                key = AffinityKey.Mix(key ^ AffinityKey.Hash(agent));
                break;
            }
        }

        return Math.Max(1, key);
    }

    private static ulong? Stated(RequestFacts facts)
    {
        foreach (var name in SessionHeaders)
        {
            if (facts.Headers?.Find(name) is { Length: > 0 } session)
            {
                return AffinityKey.Hash(session);
            }
        }

        var body = facts.Body.Span;
        foreach (ref readonly var entry in facts.Metadata)
        {
            if (!entry.Value.IsMissing && (JsonText.Is(body, entry.Key, "session_id"u8) || JsonText.Is(body, entry.Key, "session"u8)))
            {
                return Hash(entry.Value.In(body));
            }
        }

        return null;
    }

    // Later turns repeat the first messages word for word.
    private static ulong Beginning(RequestFacts facts)
    {
        var hash = 0UL;
        foreach (ref readonly var text in facts.Texts)
        {
            hash = AffinityKey.Mix(hash ^ Hash(text.Range.In(facts.Body.Span)));
            if (text.Role == MessageRole.User)
            {
                break;
            }
        }

        return hash;
    }

    private static ulong Hash(ReadOnlySpan<byte> bytes)
    {
        var hash = 14695981039346656037UL ^ (ulong)bytes.Length;
        foreach (var b in bytes[..Math.Min(bytes.Length, MostBytes)])
        {
            hash = (hash ^ b) * 1099511628211UL;
        }

        return AffinityKey.Mix(hash);
    }
}
