using Loadline.Core.Certificates;
using Loadline.Core.Configuration;
using Loadline.Core.Decisions;
using Loadline.Core.Ledger;
using Loadline.Core.Predictors;
using Loadline.Core.Quality;
using Loadline.Core.Watching;

namespace Loadline.Core.Tests.Watching;

/// <summary>A route with a certificate, and audits of it.</summary>
internal sealed class Watched(AuditConfig? audits = null, IReadOnlyDictionary<string, double>? mix = null)
{
    private readonly WatchStep _step = new(Certificate with { Mix = mix }, new QualityLine(0.9, null), audits ?? new AuditConfig());
    private int _count;

    public static Certificate Certificate { get; } = new()
    {
        Route = "auto",
        RouteDigest = "digest",
        Reference = "large",
        Line = new QualityLine(0.9, null),
        Knob = Knob(0.1),
        SaferKnobs = [Knob(0.01)],
        Attempt = 1,
        Delta = 0.04,
        Rows = 1000,
        Units = 1000,
        Tables = ["0"],
        MeanKeep = 0.99,
        MeanLost = 0.01,
        MeanCost = 0.1,
        Issued = DateTimeOffset.UnixEpoch,
        Expires = DateTimeOffset.UnixEpoch.AddDays(90),
    };

    public RouteStanding Standing { get; private set; } = new() { Route = "auto", Certificate = "id" };

    public List<(string Kind, string Why)> Told { get; } = [];

    /// <summary>Takes an audit in.</summary>
    /// <param name="served">The judge's grade of what served.</param>
    /// <param name="reference">Of the reference.</param>
    /// <param name="safer">What the safer setting would have served.</param>
    /// <param name="change">What is otherwise about it.</param>
    public AuditRecord Audit(double served, double reference, double? safer = null, Func<AuditRecord, AuditRecord>? change = null)
    {
        var audit = Create(served, reference, safer);
        audit = change?.Invoke(audit) ?? audit;
        Take(_step.Take(Standing, audit));
        return audit;
    }

    /// <summary>Takes an audit in where both models were right, changed; <see langword="null"/>: it was not drawn.</summary>
    public void AuditIf(Func<AuditRecord, AuditRecord?> change)
    {
        if (change(Create(1, 1, null)) is { } audit)
        {
            Take(_step.Take(Standing, audit));
        }
    }

    private AuditRecord Create(double served, double reference, double? safer) =>
        new(
            DecisionId.Create(DateTimeOffset.UnixEpoch.AddSeconds(_count), new Random(_count)), DateTimeOffset.UnixEpoch.AddSeconds(_count++), "auto", "small", "large", served, reference, 0.02, "critic", 0.01m)
        {
            Details = new AuditDetails { IsServed = true, StepQualities = [safer ?? reference, served], StepsBack = Standing.StepsBack },
        };

    public void Label(AuditRecord audit, double served, double reference) => Take(_step.TakeLabel(
        Standing, audit with { Label = new AuditLabel(audit.DecisionId, audit.Time, served, reference, "Ida") }));

    public double Wealth => _step.Wealth(Standing);

    public IEnumerable<string> Kinds => Told.Select(one => one.Kind);

    private static KnobMix Knob(double lambda) => new(new PolicyKnob(lambda, 0.97, 0.2), new PolicyKnob(lambda, 0.97, 0.2), 1);

    // As the ledger keeps it: what is not in the text is forgotten.
    private void Take((RouteStanding Standing, IReadOnlyList<(string Kind, string Why)> Told) after)
    {
        Standing = RouteStanding.Parse(after.Standing.ToText());
        Told.AddRange(after.Told);
    }
}
