using Loadline.Core.Configuration;
using Loadline.Core.Decisions;
using Loadline.Core.Ledger;
using Loadline.Core.Runtime;

namespace Loadline.Core.Watching;

/// <summary>Keeps how routes stand: what operators set, what certificates allow, what audits found. Several processes may keep one ledger's.</summary>
/// <remarks>
/// A change is read, made and saved only where nobody came between, else it is made again from what is there by then; its events are saved
/// with it. Thread-safe.
/// </remarks>
/// <param name="store">Where standings are kept.</param>
/// <param name="snapshots">What requests read; replaced where a route stands otherwise.</param>
/// <param name="time">The clock.</param>
/// <param name="random">For the ids of events.</param>
public sealed class RouteKeeper(IRouteStore store, SnapshotHolder snapshots, TimeProvider time, Random random)
{
    // Each try that fails means that another process succeeded.
    private const int MostTries = 1_000;

    private readonly Lock _gate = new();

    /// <summary>Raised for every event of this process, once it is saved.</summary>
    public event Action<RouteEvent>? Happened;

    /// <summary>Gets where standings are kept.</summary>
    public IRouteStore Store => store;

    /// <summary>Lists what happened, newest first.</summary>
    public ValueTask<IReadOnlyList<RouteEvent>> EventsAsync(string? route, string? after, int limit, CancellationToken cancellationToken = default) =>
        store.EventsAsync(route, after, limit, cancellationToken);

    /// <summary>Reads how routes stand, notes what became of certificates and settings, and puts it into force where anything is new.</summary>
    public async ValueTask RefreshAsync(CancellationToken cancellationToken = default)
    {
        var all = Apply(await store.ListAsync(cancellationToken).ConfigureAwait(false));
        foreach (var route in snapshots.Current.Routes)
        {
            var standing = all.FirstOrDefault(one => one.Route == route.Name) ?? new RouteStanding { Route = route.Name };
            if (Reconcile(route, standing).Standing != standing)
            {
                await ChangeAsync(route.Name, Reconcile, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Sets a route's mode over the config's, until the config's own is changed.</summary>
    /// <param name="route">The route.</param>
    /// <param name="mode">The mode.</param>
    /// <param name="who">Who wants it.</param>
    /// <param name="why">Why.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>What is wrong; <see langword="null"/> where it was done.</returns>
    public async ValueTask<string?> SetModeAsync(string route, RouteModeSetting mode, string who, string why, CancellationToken cancellationToken = default)
    {
        if (Find(route) is not { } config)
        {
            return $"There is no route '{route}'. Routes: {string.Join(", ", snapshots.Current.Routes.Select(one => one.Name))}.";
        }

        await RefreshAsync(cancellationToken).ConfigureAwait(false);
        var over = config.Asked().ToString();
        if (mode.Mode != RouteMode.Observe && Forbids(config, mode) is { } problem)
        {
            return problem;
        }

        await ChangeAsync(
            route,
            (_, standing) => (
                (Begins(mode, standing, config) ? standing.WithoutCanary() with { Salt = standing.Salt + 1 } : Ended(standing, mode.Mode)) with
                {
                    Mode = mode.Mode,
                    CanaryShare = mode.Share,
                    OverConfig = over,
                },
                [(Kind(mode.Mode), who, $"{mode}: {why}")]),
            cancellationToken).ConfigureAwait(false);
        return null;
    }

    /// <summary>Takes an audit into the watch of its route; nothing happens where another route or certificate decided than is in force.</summary>
    public ValueTask AuditedAsync(AuditRecord audit, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(audit);
        return StepAsync(audit, static (route, step, standing, one) =>
        {
            // A request that was decided at a setting before a step says nothing of the setting in force.
            var (next, told) = step.Take(standing, one);
            return (route.Mode == RouteMode.Canary && next.StepsBack == standing.StepsBack && one.Details.StepsBack == standing.StepsBack
                ? Compared(next, one, route) : next, told);
        }, cancellationToken);
    }

    /// <summary>How far a route's judge is followed now: what an audit is to keep, so that its label finds the same.</summary>
    public async ValueTask<double> JudgeWeightAsync(string route, CancellationToken cancellationToken = default) =>
        ((await store.ListAsync(cancellationToken).ConfigureAwait(false)).FirstOrDefault(one => one.Route == route)?.Watch.Trust ?? JudgeTrust.Start).Weight;

    /// <summary>Takes a person's label of an audit into the watch, where the audit was drawn for one.</summary>
    public ValueTask LabelledAsync(AuditRecord audit, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(audit);
        return audit.LabelRate > 0 ? StepAsync(audit, static (_, step, standing, one) => step.TakeLabel(standing, one), cancellationToken) : default;
    }

    /// <summary>Notes something of a route once, until it is over.</summary>
    /// <param name="route">The route.</param>
    /// <param name="key">What it is about.</param>
    /// <param name="value">What is noted; <see langword="null"/>: it is over.</param>
    /// <param name="kind">What kind of event a change is.</param>
    /// <param name="why">The event's words.</param>
    /// <param name="cancellationToken">Stops.</param>
    public ValueTask NoteAsync(string route, string key, string? value, string kind, string why, CancellationToken cancellationToken = default) => ChangeAsync(
        route,
        (_, standing) => standing.Noticed.GetValueOrDefault(key) == value ? (standing, [])
            : (standing with { Noticed = Noted(standing, key, value) }, [(kind, RouteEvent.Loadline, why)]),
        cancellationToken);

    /// <summary>Notes who answers under a name; an event where it is another than before.</summary>
    /// <param name="route">The route.</param>
    /// <param name="key">The name.</param>
    /// <param name="value">Who answers.</param>
    /// <param name="what">The name, for people.</param>
    /// <param name="cancellationToken">Stops.</param>
    public ValueTask MovedAsync(string route, string key, string value, string what, CancellationToken cancellationToken = default) =>
        snapshots.Current.Standings.Of(route).Noticed.GetValueOrDefault(key) == value ? default : ChangeAsync(
            route,
            (_, standing) => standing.Noticed.GetValueOrDefault(key) is { } before
                ? before == value ? (standing, [])
                    : (standing with { Noticed = Noted(standing, key, value) },
                        [(RouteEventKinds.AliasMoved, RouteEvent.Loadline, $"{what} calls itself {value}; before, {before}")])
                : (standing with { Noticed = Noted(standing, key, value) }, []),
            cancellationToken);

    // Another share of the same canary goes on with what it has seen, whether config or operator began it.
    private static bool Begins(RouteModeSetting mode, RouteStanding standing, RouteConfig config) =>
        mode.Mode == RouteMode.Canary && (standing.Mode ?? config.Asked().Mode) != RouteMode.Canary;

    // What it showed is kept to be read.
    private static RouteStanding Ended(RouteStanding standing, RouteMode mode) =>
        mode != RouteMode.Canary && standing.Canary is { IsOver: false } canary ? standing with { Canary = canary with { IsOver = true } } : standing;

    private static RouteStanding Compared(RouteStanding standing, AuditRecord audit, RouteSnapshot route)
    {
        var begun = standing.Canary is { IsOver: true } ? standing.WithoutCanary() : standing;
        return begun with { Canary = CanaryTest.Add(begun.Canary ?? new CanaryState { Number = begun.Canaries + 1 }, audit, route.Quality!) };
    }

    private static string Kind(RouteMode mode) =>
        mode == RouteMode.Observe ? RouteEventKinds.RolledBack : mode == RouteMode.Canary ? RouteEventKinds.Canary : RouteEventKinds.Promoted;

    private static Dictionary<string, string> Noted(RouteStanding standing, string key, string? value)
    {
        var notes = standing.Noticed.ToDictionary(StringComparer.Ordinal);
        notes.Remove(key);
        if (value is not null)
        {
            notes[key] = value;
        }

        return notes;
    }

    private RouteConfig? Find(string route) => snapshots.Current.Config.Routes.FirstOrDefault(one => one.Name == route);

    private string? Forbids(RouteConfig config, RouteModeSetting mode)
    {
        var asked = config with { Mode = mode.Mode, CanaryShare = mode.Share };
        var with = snapshots.Current.Config with { Routes = [.. snapshots.Current.Config.Routes.Select(one => one.Name == config.Name ? asked : one)] };
        var standing = snapshots.Current.Standings.Of(config.Name) with { Mode = null };
        var serving = SnapshotBuilder.Build(with, snapshots.Current, snapshots.Current.Catalog, new RouteStandings(time.GetUtcNow(), [standing])).Find(config.Name)!.Serving;
        return serving.Mode == asked.Asked() || serving.IsAtReference ? null
            : $"The route '{config.Name}' may not leave observing: {serving.Why}. Certify it with `loadline certify`, or write `quality: uncertified`.";
    }

    private (RouteStanding Standing, IReadOnlyList<(string Kind, string Who, string Why)> Told) Reconcile(RouteSnapshot route, RouteStanding standing)
    {
        var told = new List<(string, string, string)>();
        if (standing.Mode is not null && Find(route.Name) is { } config && standing.OverConfig != config.Asked().ToString())
        {
            told.Add((RouteEventKinds.SettingEnded, RouteEvent.Loadline, $"the config's mode was changed from {standing.OverConfig} to {config.Asked()}, which holds again"));
            standing = standing with { Mode = null, CanaryShare = 0, OverConfig = null };
        }

        standing = Ended(standing, standing.Mode ?? route.Serving.Asked.Mode);

        if (route.Serving.Certificate is { } certificate && CertificateId.Of(certificate) is var id && id != standing.Certificate)
        {
            told.Add((RouteEventKinds.CertificateTaken, RouteEvent.Loadline, $"certificate {id}: {certificate.Line}, good until {certificate.Expires:yyyy-MM-dd}"));
            standing = standing.WithoutCanary() with { Certificate = id, StepsBack = 0, Watch = new RouteWatch(), Noticed = WatchDrift.Forget(standing.Noticed) };
        }

        var problem = route.Serving.Asked.Mode != RouteMode.Observe && route.Serving.Mode.Mode == RouteMode.Observe && !route.Serving.IsAtReference ? route.Serving.Why : null;
        if (standing.Noticed.GetValueOrDefault("serving") != problem)
        {
            standing = standing with { Noticed = Noted(standing, "serving", problem) };
            if (problem is not null)
            {
                told.Add((problem.Contains("expired", StringComparison.Ordinal) ? RouteEventKinds.Expired : RouteEventKinds.FellBack, RouteEvent.Loadline, $"observing: {problem}"));
            }
        }

        return (standing, told);
    }

    private async ValueTask StepAsync(
        AuditRecord audit,
        Func<RouteSnapshot, WatchStep, RouteStanding, AuditRecord, (RouteStanding Standing, IReadOnlyList<(string Kind, string Why)> Told)> take,
        CancellationToken cancellationToken) => await ChangeAsync(
            audit.Route,
            (route, standing) =>
            {
                if (route.Serving.Certificate is not { } certificate || route.Quality is not { } line || route.Digest != audit.Details.RouteDigest
                    || standing.Certificate != audit.Details.Certificate)
                {
                    return (standing, []);
                }

                var (next, told) = take(route, new WatchStep(certificate, line, route.Audit), standing, audit);
                next = next.StepsBack == standing.StepsBack ? next : next.WithoutCanary();
                return (next, [.. told.Select(one => (one.Kind, RouteEvent.Loadline, one.Why))]);
            },
            cancellationToken).ConfigureAwait(false);

    private async ValueTask ChangeAsync(
        string name,
        Func<RouteSnapshot, RouteStanding, (RouteStanding Standing, IReadOnlyList<(string Kind, string Who, string Why)> Told)> change,
        CancellationToken cancellationToken)
    {
        for (var tries = 0; tries < MostTries; tries++)
        {
            if (snapshots.Current.Find(name) is not { IsDirect: false } route)
            {
                return;
            }

            var all = await store.ListAsync(cancellationToken).ConfigureAwait(false);
            var before = all.FirstOrDefault(one => one.Route == name) ?? new RouteStanding { Route = name };
            var (after, told) = change(route, before);
            if (after == before)
            {
                return;
            }

            List<RouteEvent> events = [.. told.Select(one => Create(name, one))];
            if (await store.TrySaveAsync(after with { Version = before.Version + 1 }, events, cancellationToken).ConfigureAwait(false))
            {
                Apply(await store.ListAsync(cancellationToken).ConfigureAwait(false));
                events.ForEach(one => Happened?.Invoke(one));
                return;
            }
        }

        throw new LedgerUnavailableException($"How the route '{name}' stands could not be saved: other processes always came first.");
    }

    private RouteEvent Create(string route, (string Kind, string Who, string Why) told)
    {
        lock (_gate)
        {
            var now = time.GetUtcNow();
            return new RouteEvent(DecisionId.Create(now, random), now, route, told.Kind, told.Who, told.Why);
        }
    }

    // A new snapshot only where requests would see a difference; the figures of the watch are read from the store.
    private IReadOnlyList<RouteStanding> Apply(IReadOnlyList<RouteStanding> all)
    {
        var now = time.GetUtcNow();
        lock (_gate)
        {
            var current = snapshots.Current;
            if ((current.Standings != RouteStandings.None || current.Config.Routes.All(route => route.Certificate is null)) && current.Config.Routes.All(route => IsSame(current, route, all, now)))
            {
                return all;
            }

            snapshots.Apply(new RouteStandings(now, all));
            return all;
        }
    }

    private static bool IsSame(RuntimeSnapshot current, RouteConfig route, IReadOnlyList<RouteStanding> all, DateTimeOffset now)
    {
        var before = current.Standings.Of(route.Name);
        var after = all.FirstOrDefault(one => one.Route == route.Name) ?? new RouteStanding { Route = route.Name };
        return before.Mode == after.Mode && before.CanaryShare == after.CanaryShare && before.OverConfig == after.OverConfig && before.Salt == after.Salt
            && before.Certificate == after.Certificate && before.StepsBack == after.StepsBack
            && (route.Certificate is not { } certificate || now < certificate.Expires == current.Standings.Now < certificate.Expires);
    }
}
