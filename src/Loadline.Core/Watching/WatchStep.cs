using System.Globalization;
using Loadline.Core.Certificates;
using Loadline.Core.Configuration;
using Loadline.Core.Ledger;
using Loadline.Core.Quality;

namespace Loadline.Core.Watching;

/// <summary>What an audit, or a label, does to how a route stands: a pure function, so that several processes may feed one watch.</summary>
/// <param name="certificate">The certificate in force.</param>
/// <param name="line">The route's line.</param>
/// <param name="audits">How the route is audited; <see langword="null"/>: it is not.</param>
public sealed class WatchStep(Certificate certificate, QualityLine line, AuditConfig? audits)
{
    private readonly double _labelRate = audits?.Labels ?? 0;
    private readonly int _settings = certificate.Knob is null ? 1 : certificate.SaferKnobs.Count + 1;

    /// <summary>The probability with which the j-th alarm, or the j-th recovery, may be wrong: together never more than δ.</summary>
    /// <param name="line">The line.</param>
    /// <param name="j">From 1.</param>
    public static double Delta(QualityLine line, int j)
    {
        ArgumentNullException.ThrowIfNull(line);
        return line.Delta / ((double)j * (j + 1));
    }

    /// <summary>Takes an audit in.</summary>
    /// <param name="standing">Before.</param>
    /// <param name="audit">The audit.</param>
    /// <returns>After, and what there is to tell: kind and why.</returns>
    public (RouteStanding Standing, IReadOnlyList<(string Kind, string Why)> Told) Take(RouteStanding standing, AuditRecord audit)
    {
        ArgumentNullException.ThrowIfNull(standing);
        ArgumentNullException.ThrowIfNull(audit);
        var told = new List<(string, string)>();
        var waits = audit.LabelRate > 0;
        var watch = Count(standing.Watch, audit) with { WaitingForLabels = standing.Watch.WaitingForLabels + (waits ? 1 : 0) };
        watch = WatchDrift.Take(watch, audit, standing, certificate.Mix, told, out var noticed);
        watch = watch with { Settings = Bets(watch, audit, InForce(standing), waits) };
        return (Judge(standing with { Watch = watch, Noticed = noticed }, waits ? null : (Dearest(audit), audit.ReferenceQuality), Weight(audit), told), told);
    }

    /// <summary>Takes a label in that an audit was drawn for: its value counts only now.</summary>
    public (RouteStanding Standing, IReadOnlyList<(string Kind, string Why)> Told) TakeLabel(RouteStanding standing, AuditRecord audit)
    {
        ArgumentNullException.ThrowIfNull(standing);
        ArgumentNullException.ThrowIfNull(audit);
        var told = new List<(string, string)>();
        var label = audit.Label!;
        var isWrong = Math.Abs(label.ServedQuality - audit.ServedQuality) >= QualityLine.LossFrom
            || Math.Abs(label.ReferenceQuality - audit.ReferenceQuality) >= QualityLine.LossFrom;
        var watch = WatchDrift.TakeLabel(standing.Watch, audit, isWrong, audits?.JudgeError ?? AuditConfig.UsualJudgeError, standing, told, out var noticed) with
        {
            WaitingForLabels = Math.Max(0, standing.Watch.WaitingForLabels - 1),
        };
        var setting = Math.Clamp(_settings - 1 - audit.Details.StepsBack, 0, _settings - 1);
        var bets = Padded(watch.Settings);
        var bet = new LineBet(line, proves: false, _labelRate, bets[setting]);
        bet.AddLabelled((audit.ServedQuality, audit.ReferenceQuality), (label.ServedQuality, label.ReferenceQuality), audit.LabelRate, Weight(audit), JudgeWeight(audit));
        bets[setting] = bet.State;
        var trust = (watch.Trust ?? JudgeTrust.Start).Add(
            bet.Value((audit.ServedQuality, audit.ReferenceQuality)), bet.Value((label.ServedQuality, label.ReferenceQuality)));
        var next = standing with { Watch = watch with { Settings = bets, Trust = trust }, Noticed = noticed };
        return (Judge(next, (label.ServedQuality, label.ReferenceQuality), Weight(audit), told), told);
    }

    /// <summary>The wealth against the setting in force; the most against any where the reference serves.</summary>
    public double Wealth(RouteStanding standing)
    {
        ArgumentNullException.ThrowIfNull(standing);
        return WealthOf(standing.Watch.Settings, Math.Max(0, InForce(standing)));
    }

    private static double Weight(AuditRecord audit) => audit.Details.Weight ?? 1;

    private static double JudgeWeight(AuditRecord audit) => audit.Details.JudgeWeight ?? 1;

    // What is to be proven again is the certificate's own setting, whatever serves meanwhile.
    private static double Dearest(AuditRecord audit) => audit.Details.StepQualities is { Count: > 0 } all ? all[^1] : audit.ServedQuality;

    private static RouteWatch Count(RouteWatch watch, AuditRecord audit)
    {
        var cost = audit.Details.ServedCostUsd;
        var reference = audit.Details.ReferenceCostUsd;
        var served = audit.Details.IsServed ? audit.ServedQuality : audit.ReferenceQuality;
        return watch with
        {
            Audits = watch.Audits + 1,
            CostUsd = watch.CostUsd + (audit.CostUsd ?? 0),
            Realised = watch.Realised.Add(served, audit.ReferenceQuality, audit.Details.IsServed ? cost : reference, reference, Weight(audit)),
            Routed = watch.Routed.Add(audit.ServedQuality, audit.ReferenceQuality, cost, reference, Weight(audit)),
        };
    }

    private int InForce(RouteStanding standing) => _settings - 1 - standing.StepsBack;

    private LineBetState[] Padded(IReadOnlyList<LineBetState> states)
    {
        var all = new LineBetState[_settings];
        for (var i = 0; i < Math.Min(states.Count, all.Length); i++)
        {
            all[i] = states[i];
        }

        for (var i = 0; i < all.Length; i++)
        {
            all[i] ??= new LineBet(line, proves: false, _labelRate).State;
        }

        return all;
    }

    // Labels correct the setting in force: it follows the judge so far as labels do, or, where one was drawn, waits for it.
    private LineBetState[] Bets(RouteWatch watch, AuditRecord audit, int inForce, bool waits)
    {
        var states = Padded(watch.Settings);
        var found = audit.Details.StepQualities;
        for (var i = 0; i < states.Length; i++)
        {
            if (!(waits && i == inForce) && (i < found.Count || states.Length == 1))
            {
                var bet = new LineBet(line, proves: false, _labelRate, states[i]);
                bet.Add(i < found.Count ? found[i] : audit.ServedQuality, audit.ReferenceQuality, Weight(audit) * (i == inForce ? JudgeWeight(audit) : 1));
                states[i] = bet.State;
            }
        }

        return states;
    }

    private double WealthOf(IReadOnlyList<LineBetState> states, int setting) =>
        setting < states.Count ? new LineBet(line, proves: false, _labelRate, states[setting]).Wealth : 1;

    private RouteStanding Judge(RouteStanding standing, (double Served, double Reference)? pair, double weight, List<(string, string)> told) =>
        standing.StepsBack > 0 ? Recover(standing, pair, weight, told) : StepBack(standing, told);

    // To the first safer setting that its own audits do not speak against, else to the reference.
    private RouteStanding StepBack(RouteStanding standing, List<(string, string)> told)
    {
        var inForce = InForce(standing);
        var delta = Delta(line, standing.Alarms + 1);
        if (inForce < 0 || WealthOf(standing.Watch.Settings, inForce) * delta < 1)
        {
            return standing;
        }

        var next = inForce - 1;
        while (next >= 0 && (certificate.Knob is null || WealthOf(standing.Watch.Settings, next) >= 1))
        {
            next--;
        }

        told.Add((RouteEventKinds.SteppedBack, string.Create(
            CultureInfo.InvariantCulture,
            $"{standing.Watch.Audits} audits say that the line ({line}) does not hold: wealth {WealthOf(standing.Watch.Settings, inForce):0.#} against it, {1 / delta:0} are an alarm. {Where(next)}")));
        return standing with
        {
            StepsBack = _settings - 1 - next,
            Alarms = standing.Alarms + 1,
            Watch = standing.Watch with { Recovery = null, RecoveryAudits = 0 },
        };
    }

    private string Where(int setting) => setting < 0 ? "The reference serves."
        : string.Create(CultureInfo.InvariantCulture, $"Setting {setting + 1} of {_settings} serves.");

    // The setting that was proven once is proven anew, by what it would have served; a safer one in force may be taken away, too.
    private RouteStanding Recover(RouteStanding standing, (double Served, double Reference)? pair, double weight, List<(string, string)> told)
    {
        if (pair is not { } found)
        {
            return standing;
        }

        var bet = new LineBet(line, proves: true, 0, standing.Watch.Recovery);
        bet.Add(found.Served, found.Reference, weight);
        var delta = Delta(line, standing.Recoveries + 1);
        var next = standing with { Watch = standing.Watch with { Recovery = bet.State, RecoveryAudits = standing.Watch.RecoveryAudits + 1 } };
        if (bet.Wealth * delta < 1)
        {
            return InForce(next) >= 0 ? StepBack(next, told) with { Watch = next.Watch } : next;
        }

        told.Add((RouteEventKinds.Recovered, string.Create(
            CultureInfo.InvariantCulture,
            $"{next.Watch.RecoveryAudits} reverse audits prove the line ({line}) again with error probability {delta:0.####}; the certificate's own setting serves.")));
        return next with
        {
            StepsBack = 0,
            Recoveries = next.Recoveries + 1,
            Watch = new RouteWatch { CostUsd = next.Watch.CostUsd },
            Noticed = WatchDrift.Forget(next.Noticed),
        };
    }
}
