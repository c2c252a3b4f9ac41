using Loadline.Core.Decisions;
using Loadline.Core.Ledger;
using Loadline.Core.Ledger.Features;
using Loadline.Core.Predictors;
using Loadline.Core.Routing;
using Loadline.Core.Runtime;
using Loadline.Wire;
using Loadline.Wire.Conversion;
using Predicted = Loadline.Core.Predictors.FeatureVector;

namespace Loadline.Learning.WhatIf;

/// <summary>Decides logged requests again by another config: from their text where it was kept, else from their signals and features.</summary>
/// <remarks>Not thread-safe. Without text, a config that asks for what nobody computed then (keywords, or a signal of a new rule) cannot be answered.</remarks>
internal sealed class TargetChoices(RuntimeSnapshot snapshot, RouteSnapshot route)
{
    /// <summary>What a request that nobody could serve is said to go to.</summary>
    public const string Nobody = "nobody";

    // Of a policy that draws: enough that its own noise is far below that of the log.
    private const int Draws = 64;

    private readonly RoutingContext _context = new();
    private readonly Predicted _features = new();
    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);

    /// <summary>Decides one.</summary>
    /// <returns>Models and their probabilities; <see langword="null"/> where neither text nor enough numbers were kept.</returns>
    public IReadOnlyList<KeyValuePair<string, double>>? Of(LedgerEntry entry)
    {
        _counts.Clear();
        var seed = Seed(entry.Decision.Id);
        for (var draw = 0; draw < Draws; draw++)
        {
            if (Decide(entry, new Random(seed + draw)) is not { } model)
            {
                return null;
            }

            if (draw == 0 && _context.Propensity >= 1)
            {
                return [new(model, 1)];
            }

            _counts[model] = _counts.GetValueOrDefault(model) + 1;
        }

        return [.. _counts.Select(pair => new KeyValuePair<string, double>(pair.Key, pair.Value / (double)Draws))];
    }

    private string? Decide(LedgerEntry entry, Random random)
    {
        if (!(entry.Content is { Request.IsEmpty: false } content && Scan(content.Request, entry.Decision, random)) && !Restore(entry.Decision, random))
        {
            return null;
        }

        Router.Decide(_context, route);
        return _context.Facts.MissedText ? null : _context.Choice < 0 ? Nobody : _context.Candidates.All[_context.Choice].Name;
    }

    // A body that was cut is no JSON any more.
    private bool Scan(ReadOnlyMemory<byte> body, DecisionRecord decision, Random random)
    {
        var dialect = Dialect.OpenAIChat;
        foreach (var one in Enum.GetValues<Dialect>())
        {
            dialect = Dialects.Name(one) == decision.Dialect ? one : dialect;
        }

        _context.Facts.Reset(body);
        _context.Facts.Headers = null;
        if (!Dialects.Scan(dialect, _context.Facts, route.Name, decision.Stream).Ok)
        {
            return false;
        }

        // Stated in a header, maybe; the row has it either way.
        _context.Facts.Hints = _context.Facts.Hints with { Priority = decision.Signals.ToValues().Priority };
        _context.Begin(snapshot, random);
        return true;
    }

    private bool Restore(DecisionRecord decision, Random random)
    {
        var code = SignalFeatures.OfPredictors(decision.Features);
        var hasFeatures = !code.IsEmpty && FeatureCode.SchemaOf(code.Span) == FeatureSchema.Version;
        var values = decision.Signals.ToValues();
        var facts = _context.Facts;
        facts.Reset(default);
        facts.HasNoText = true;
        (facts.UserTurns, facts.Images, facts.AudioParts) = (values.Turns, values.Images, values.Audio);
        (facts.Tools, facts.HasSchema, facts.MaxOutputTokens) = (values.Tools, values.Schema, decision.EstimatedOutputTokens);
        facts.Hints = new Core.Facts.CallerHints { Priority = values.Priority };
        if (hasFeatures)
        {
            FeatureCode.Decode(code.Span, _features);
        }

        _context.Begin(snapshot, random);
        _context.Signals.Restore(values with { Tokens = values.Tokens ?? decision.EstimatedInputTokens }, hasFeatures ? _features : null);
        return true;
    }

    private static int Seed(string id)
    {
        var hash = 2166136261u;
        foreach (var c in id)
        {
            hash = (hash ^ c) * 16777619u;
        }

        return (int)(hash & 0x3FFFFFFF);
    }
}
