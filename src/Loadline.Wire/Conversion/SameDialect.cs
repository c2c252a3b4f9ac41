using Loadline.Core.Facts;
using Loadline.Wire.OpenAI;

namespace Loadline.Wire.Conversion;

/// <summary>Forwarding of the caller's own bytes to an upstream of its dialect: when it may be done, and how.</summary>
public static class SameDialect
{
    /// <summary>Whether the body can be forwarded as it is but for the model's name and the effort.</summary>
    /// <remarks>
    /// Not so where it holds reasoning that Loadline sealed: it was made by another provider, and this one would refuse it. Not so either where the
    /// candidate sets an effort and the body has no place for it (outside Chat, where it can be inserted).
    /// </remarks>
    /// <param name="dialect">The dialect of both sides.</param>
    /// <param name="facts">The scanned request.</param>
    /// <param name="quotedEffort">The candidate's own effort as a JSON string; empty where it has none.</param>
    public static bool CanForward(Dialect dialect, RequestFacts facts, ReadOnlySpan<byte> quotedEffort) => dialect switch
    {
        Dialect.OpenAIChat => true,
        Dialect.Gemini => quotedEffort.IsEmpty && facts.Body.Span.IndexOf("\"bGwxL"u8) < 0,
        _ => HasPlace(dialect, facts, quotedEffort) && facts.Body.Span.IndexOf("\"ll1."u8) < 0,
    };

    // Anthropic's levels begin at low: to think less is said by leaving its settings out, which only a written body can do.
    private static bool HasPlace(Dialect dialect, RequestFacts facts, ReadOnlySpan<byte> quotedEffort) =>
        quotedEffort.IsEmpty
        || (!facts.ReasoningEffort.IsMissing
            && !(dialect == Dialect.Anthropic && (quotedEffort.SequenceEqual("\"none\""u8) || quotedEffort.SequenceEqual("\"minimal\""u8))));

    /// <summary>Plans the upstream's body; allocates nothing. Call it only where <see cref="CanForward"/> allows.</summary>
    public static void Splice(Dialect dialect, RequestFacts facts, in UpstreamEdits edits, out SplicedBody spliced)
    {
        if (dialect == Dialect.OpenAIChat)
        {
            ChatRequestSplicer.Splice(facts, edits, out spliced);
            return;
        }

        // These send usage unasked; Gemini's body names no model.
        ChatRequestSplicer.Splice(facts, edits with { AskUsage = false }, out spliced);
    }
}
