using Loadline.Core.Facts;

namespace Loadline.Wire.OpenAI;

/// <summary>Turns the caller's body into the one an upstream gets, touching only what must differ.</summary>
/// <remarks>
/// <para>Changed: the model name; the reasoning effort where the candidate sets one; the cap on output where it is above the candidate's; <c>stream_options.include_usage</c> where a stream's
/// caller did not ask for usage. Everything else is the caller's own bytes, unknown members included. Works for embeddings bodies too.</para>
/// <para>Hints: <c>metadata</c> members named <c>loadline.*</c> stay, they are ordinary string metadata. A nested <c>metadata.loadline</c>
/// object is cut, because OpenAI refuses metadata that is not a string.</para>
/// </remarks>
public static class ChatRequestSplicer
{
    private static readonly byte[] EffortName = [.. "\"reasoning_effort\":"u8];
    private static readonly byte[] StreamOptionsMember = [.. "\"stream_options\":{\"include_usage\":true}"u8];
    private static readonly byte[] StreamOptionsValue = [.. "{\"include_usage\":true}"u8];
    private static readonly byte[] IncludeUsageMember = [.. "\"include_usage\":true"u8];
    private static readonly byte[] True = [.. "true"u8];
    private static readonly byte[] Comma = [.. ","u8];

    /// <summary>Plans the body for one upstream; allocates nothing.</summary>
    /// <param name="facts">A scanned request.</param>
    /// <param name="edits">What must differ.</param>
    /// <param name="spliced">The body in pieces.</param>
    public static void Splice(RequestFacts facts, in UpstreamEdits edits, out SplicedBody spliced)
    {
        spliced = default;
        var plan = new SplicePlan();
        AddInsertions(facts, edits, ref plan);
        if (!edits.QuotedModel.IsEmpty && !facts.Model.IsMissing)
        {
            plan.Replace(facts.Model, edits.QuotedModel);
        }

        if (!edits.QuotedEffort.IsEmpty && !facts.ReasoningEffort.IsMissing)
        {
            plan.Replace(facts.ReasoningEffort, edits.QuotedEffort);
        }

        if (!edits.MaxOutputTokens.IsEmpty && !facts.MaxOutputTokensValue.IsMissing)
        {
            plan.Replace(facts.MaxOutputTokensValue, edits.MaxOutputTokens);
        }

        if (NeedsUsage(facts, edits) && !facts.StreamOptions.IsMissing)
        {
            ForceUsage(facts, ref plan);
        }

        if (!facts.HintMember.IsMissing)
        {
            plan.Replace(facts.HintMember, default);
        }

        plan.Apply(facts.Body, ref spliced);
    }

    private static bool NeedsUsage(RequestFacts facts, in UpstreamEdits edits) => edits.AskUsage && facts.Stream && !facts.IncludeUsage;

    // New members go right after the opening brace, the one place that needs no knowledge of what follows.
    private static void AddInsertions(RequestFacts facts, in UpstreamEdits edits, ref SplicePlan plan)
    {
        var effort = !edits.QuotedEffort.IsEmpty && facts.ReasoningEffort.IsMissing;
        var options = NeedsUsage(facts, edits) && facts.StreamOptions.IsMissing;
        if (effort)
        {
            var separator = options || facts.HasMembers ? Comma : default;
            plan.Insert(facts.InsertAt, EffortName, edits.QuotedEffort, separator);
        }

        if (options)
        {
            plan.Insert(facts.InsertAt, StreamOptionsMember, facts.HasMembers ? Comma : default, default);
        }
    }

    private static void ForceUsage(RequestFacts facts, ref SplicePlan plan)
    {
        if (!facts.IncludeUsageValue.IsMissing)
        {
            plan.Replace(facts.IncludeUsageValue, True);
            return;
        }

        var value = facts.StreamOptions.In(facts.Body.Span);
        if (value[0] != (byte)'{')
        {
            plan.Replace(facts.StreamOptions, StreamOptionsValue);
            return;
        }

        var isEmpty = value[1..^1].Trim(" \t\r\n"u8).IsEmpty;
        plan.Insert(facts.StreamOptions.Start + 1, IncludeUsageMember, isEmpty ? default : Comma, default);
    }
}
