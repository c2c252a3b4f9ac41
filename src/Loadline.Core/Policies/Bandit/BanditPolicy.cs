using System.Globalization;
using Loadline.Core.Decisions;
using Loadline.Core.Ledger;
using Loadline.Core.Routing;
using Loadline.Core.Runtime;
using Loadline.Core.Semantics;

namespace Loadline.Core.Policies;

/// <summary>Learns from feedback which candidate is worth it for what kind of request, and keeps trying the others a little.</summary>
/// <remarks>After a failure nothing of the pool stands in: the reference serves.</remarks>
public sealed class BanditPolicy : IRoutingPolicy, IFeedbackPolicy
{
    internal const string ConfigName = "bandit";

    private readonly BanditSettings _settings;
    private readonly string[] _names;
    private readonly int _reference;
    private readonly SemanticIndex? _intents;

    internal BanditPolicy(BanditSettings settings, string[] names, int reference, BanditState state, SemanticIndex? intents)
    {
        (_settings, _names, _reference, State, _intents) = (settings, names, reference, state, intents);
    }

    /// <inheritdoc/>
    public string Name => ConfigName;

    /// <summary>Gets what it learned.</summary>
    public BanditState State { get; }

    /// <inheritdoc/>
    public void Order(RoutingContext context)
    {
        BanditFeatures.Compute(context.Signals);
        if (_intents is not null)
        {
            context.Signals.Intent = (byte)(_intents.Find(context.Signals.Features).Route + 1);
        }

        Span<byte> data = stackalloc byte[SignalFeatures.Length];
        SignalFeatures.Write(context.Signals.Values(), context.EstimatedInputTokens, context.EstimatedOutputTokens, data);
        Span<double> x = stackalloc double[BanditFeatures.Length];
        BanditFeatures.Write(data, x);
        Span<bool> eligible = stackalloc bool[ScoreOrder.Most];
        for (var i = 0; i < _names.Length; i++)
        {
            eligible[i] = context.Pool[i].IsEligible;
        }

        Span<float> qualities = stackalloc float[ScoreOrder.Most];
        qualities = qualities[.._names.Length];
        var choice = State.Choose(_settings, _names, eligible[.._names.Length], _reference, x, context.Random, qualities);
        for (var i = 0; i < _names.Length; i++)
        {
            context.Pool[i].PredictedQuality = qualities[i];
        }

        if (choice.Arm >= 0)
        {
            context.Append(choice.Arm);
            context.Propensity = choice.Propensity;
            context.Note = new PolicyNote { Case = choice.IsFirst ? 3 : choice.IsTry ? 2 : 1, Index = choice.Arm, First = choice.Quality, Second = State.Count };
        }
    }

    /// <inheritdoc/>
    public string? Explain(in PolicyNote note, CandidateSet candidates)
    {
        if (note.Case == 0)
        {
            return "nobody may be chosen: the reference serves";
        }

        var name = candidates.All[note.Index].Name;
        return string.Create(CultureInfo.InvariantCulture, $"{note.Case switch
        {
            2 => $"tries {name}, whose estimated quality {note.First.ToString("0.000", CultureInfo.InvariantCulture)} is uncertain",
            3 => $"tries {name}, which was judged less than {_settings.First} times",
            _ => $"{name} has the best estimate, quality {note.First.ToString("0.000", CultureInfo.InvariantCulture)}",
        }}; {note.Second} judgements so far");
    }

    /// <inheritdoc/>
    public void Judged(DecisionRecord decision, double? before, double quality)
    {
        if (decision.Served is not { } served || !SignalFeatures.HasSignals(decision.Features) || Array.IndexOf(_names, served) < 0)
        {
            return;
        }

        Span<double> x = stackalloc double[BanditFeatures.Length];
        BanditFeatures.Write(decision.Features.Data.Span, x);
        if (before is { } old)
        {
            State.Correct(served, x, old, quality);
        }
        else
        {
            State.Learn(served, x, quality, (double)(decision.CostUsd ?? 0));
        }
    }
}
