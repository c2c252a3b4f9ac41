using System.Text.Json;
using Loadline.Core.Checks;

namespace Loadline.Core.Configuration.Reading;

/// <summary>What must fit together within a route's audits.</summary>
internal static class AuditChecks
{
    public static void Run(ReadScope scope, RootDraft root, RouteDraft route)
    {
        if (route.Audit is not { } located)
        {
            return;
        }

        var audit = located.Value;
        if (audit.Config.Rate <= 0 && audit.Rate is { } rate)
        {
            scope.Error(rate, "`rate` is above 0", "Write `rate: 2%`, or take `audit` out.");
        }

        if (audit.Config.All > audit.Config.Rate && audit.All is { } all)
        {
            scope.Error(all, "`all` is above `rate`: requests where all are asked are some of those that are audited", "Raise `rate`, or lower `all`.");
        }

        foreach (var stratum in audit.Strata)
        {
            Stratum(scope, audit.Config, stratum);
        }

        if (audit.Config.JudgeError >= 1 && audit.JudgeError is { } error)
        {
            scope.Error(error, "`judge_error` is below 1: no judge could ever be told to err", "Write `judge_error: 10%`, or take it out.");
        }

        if (audit.Grader is null == audit.Judge is null)
        {
            scope.Error(located.Place, audit.Grader is null ? "nobody grades the audits" : "`grader` and `judge` both grade", "Write either `judge: MODEL` or `grader: NAME`.");
        }

        Grader(scope, root, audit, route);
        if (audit.Judge is { } judge)
        {
            Judge(scope, root, route, judge);
        }
    }

    private static void Stratum(ReadScope scope, AuditConfig audit, StratumDraft stratum)
    {
        if (stratum.RatePlace is { } place && stratum.Rate <= 0)
        {
            scope.Error(place, "`rate` is above 0: what is never audited is not watched", "Write a small rate, such as `rate: 0.5%`.");
        }
        else if (stratum.RatePlace is { } low && stratum.Rate < audit.All)
        {
            scope.Error(low, "`rate` is below `all`: requests where all are asked are some of those that are audited", "Raise `rate`, or lower `all`.");
        }
    }

    private static void Grader(ReadScope scope, RootDraft root, AuditDraft audit, RouteDraft route)
    {
        if (audit.Grader is not { } grader)
        {
            return;
        }

        var names = root.Graders.Select(known => known.Name).ToList();
        if (!names.Contains(grader.Value))
        {
            scope.Error(grader.Place, grader.Place.Shown + " is not a grader of this file", Suggest.From(grader.Value, names, "Add it to `graders`."));
            return;
        }

        var definition = Read(root.Graders.Find(known => known.Name == grader.Value).Value);
        if (definition is { Kind: "judge", Model: { } model })
        {
            Judge(scope, root, route, new(model, grader.Place));
        }
        else if (definition is { Check: { } check } ? check.NeedsExpected : definition is not null)
        {
            scope.Error(grader.Place, "this grader needs what live requests do not have (an answer key, labels or another table)", "Name a check without a key, or a judge.");
        }
    }

    private static GraderDefinition? Read(JsonElement grader)
    {
        try
        {
            return GraderDefinition.Read("", grader);
        }
        catch (CheckException)
        {
            // Told where it is written.
            return null;
        }
    }

    // A judge that judges its own answers is none; one at a provider that the route does not use would see prompts that were never to go there.
    private static void Judge(ReadScope scope, RootDraft root, RouteDraft route, Located<string> judge)
    {
        var used = route.Pool?.Value.Select(name => name.Value).ToList() ?? [];
        if (route.Reference is { } reference)
        {
            used.Add(reference.Value);
        }

        var models = root.Models.Select(model => model.Name).ToList();
        if (!models.Contains(judge.Value))
        {
            scope.Error(judge.Place, judge.Place.Shown + " is not a model of this file", Suggest.From(judge.Value, models, "Add it to `models`."));
        }
        else if (used.Contains(judge.Value, StringComparer.Ordinal))
        {
            scope.Error(judge.Place, "the judge may serve this route: it would judge its own answers", "Name a model outside pool and reference.");
        }
    }
}
