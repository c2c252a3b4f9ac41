using System.Globalization;
using System.Text;
using Loadline.Core.Caching;
using Loadline.Core.Facts;
using Loadline.Core.Routing;

namespace Loadline.Gateway.Caching;

/// <summary>What of a request is its question, the last user message's text, and what is around it.</summary>
internal static class QuestionScope
{
    // Beyond it a request is hardly a question that others ask, too.
    private const int MostBytes = 16 * 1024;

    // From here on letters, signs and line breaks are meant, and tell programs apart that have the same words.
    private const float LeastCode = 0.5f;

    /// <summary>Tells whether a request ends in a question that another may be like: text of a user, without tools, and no code.</summary>
    /// <remarks>With tools an answer may be a call, made of the question's particulars.</remarks>
    public static bool HasQuestion(RoutingContext context)
    {
        var facts = context.Facts;
        return facts.Kind == RequestKind.Chat && facts.LastRole == MessageRole.User && facts.Tools == 0
            && facts.Text().LastUser.Length is > 0 and <= MostBytes && context.Signals.Code < LeastCode;
    }

    /// <summary>Writes the body with the question taken out; <see langword="null"/> where its text is nowhere.</summary>
    public static byte[]? Around(RequestFacts facts)
    {
        var last = int.MinValue;
        foreach (ref readonly var text in facts.Texts)
        {
            last = text.Role == MessageRole.User ? Math.Max(last, text.MessageIndex) : last;
        }

        var body = facts.Body.Span;
        var around = new byte[body.Length];
        var (from, to) = (0, 0);
        foreach (ref readonly var text in facts.Texts)
        {
            if (text.Role == MessageRole.User && text.MessageIndex == last)
            {
                // Texts come in the order of the body.
                if (text.Range.Start < from)
                {
                    return null;
                }

                body[from..text.Range.Start].CopyTo(around.AsSpan(to));
                to += text.Range.Start - from;
                from = text.Range.End;
            }
        }

        body[from..].CopyTo(around.AsSpan(to));
        return from == 0 ? null : around[..(to + body.Length - from)];
    }

    /// <summary>Makes what the question is found by.</summary>
    /// <param name="context">The request as it was decided.</param>
    /// <param name="config">What the route's cache compares.</param>
    /// <param name="tenant">Who asks.</param>
    /// <param name="rules">What the answer depends on beside the body.</param>
    /// <returns><see langword="null"/> where nothing may be compared.</returns>
    public static AskedQuestion? Of(RoutingContext context, CacheConfig config, string tenant, string rules)
    {
        if ((!config.ByWording && config.Semantic is null) || context.Choice < 0 || !HasQuestion(context) || Around(context.Facts) is not { } around)
        {
            return null;
        }

        // Another rule or candidate might answer otherwise, or elsewhere.
        rules = string.Join('\n', rules, context.Rule?.Name, context.Candidates.All[context.Choice].Name);
        var question = Encoding.UTF8.GetString(context.Facts.Text().LastUser);
        var wording = config.ByWording && Wording.Key(question) is { } words ? AnswerKey.Of(tenant, Rules("wording", words), around) : null;
        var scope = config.Semantic is { } semantic && context.Facts.Text().LastUser.Length <= SemanticCacheConfig.MostBytes
            ? AnswerKey.Of(tenant, Rules("semantic " + Embedder(context, semantic), Particulars.Key(question)), around) : null;
        return wording is null && scope is null ? null : new AskedQuestion(wording, scope, null);

        string Rules(string kind, UInt128 key) => string.Join('\n', kind, key.ToString("x32", CultureInfo.InvariantCulture), rules);
    }

    // Vectors of what has another name upstream are another model's.
    private static string Embedder(RoutingContext context, SemanticCacheConfig semantic) =>
        Array.Find(context.Snapshot.Candidates, candidate => candidate.Name == semantic.Embeddings.Model) is { } model
            ? string.Join(',', model.Deployments.Select(deployment => deployment.Name)) : "";
}
