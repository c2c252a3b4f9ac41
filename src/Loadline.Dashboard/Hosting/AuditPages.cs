using System.Globalization;
using Loadline.Core.Decisions;
using Loadline.Core.Ledger;
using Loadline.Core.Runtime;
using Loadline.Dashboard.Access;
using Loadline.Dashboard.Models;
using Loadline.Dashboard.Pages;
using Loadline.Gateway.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Loadline.Dashboard.Hosting;

/// <summary>Audits: what was compared with the reference, what came of it, and a person's word where judges may err.</summary>
internal sealed class AuditPages(DashboardGate gate, PageRenderer renderer, DashboardQueries queries, SnapshotHolder snapshots, TimeProvider time)
{
    private const int PageRows = 100;
    private const int MostComment = 1000;

    public void Map(IEndpointRouteBuilder app)
    {
        app.MapGet(DashboardPaths.Audits, http => gate.RunAsync(http, AccessLevel.Viewer, session => ListAsync(http, session)))
            .ExcludeFromDescription().WithMetadata(AccessLevel.Viewer);
        app.MapGet(DashboardPaths.Audits + "/{id}", (string id, HttpContext http) => gate.RunAsync(http, AccessLevel.Viewer, session => OneAsync(http, session, id, "")))
            .ExcludeFromDescription().WithMetadata(AccessLevel.Viewer);
        app.MapPost(DashboardPaths.Audits + "/{id}", (string id, HttpContext http) => gate.RunFormAsync(http, AccessLevel.Operator, (session, form) => LabelAsync(http, session, id, form)))
            .ExcludeFromDescription().WithMetadata(AccessLevel.Operator);
    }

    private async Task ListAsync(HttpContext http, DashboardSession session)
    {
        var show = http.Request.Query["show"].ToString() is "open" or "labelled" ? http.Request.Query["show"].ToString() : "all";
        var after = http.Request.Query["after"].ToString();
        var audits = await queries.AuditsAsync(
            new AuditPage
            {
                OpenOnly = show == "open",
                LabelledOnly = show == "labelled",
                Limit = PageRows,
                After = DecisionId.IsValid(after) ? after : null,
            },
            http.RequestAborted).ConfigureAwait(false);
        await renderer.WriteAsync<AuditsPage>(
            http,
            PageFrame.Create(http, "Audits", DashboardPaths.Audits, session, isLive: after.Length == 0),
            PageParameters.Of(("Audits", audits), ("Filter", show), ("Next", audits.Count == PageRows ? audits[^1].DecisionId : null))).ConfigureAwait(false);
    }

    private async Task OneAsync(HttpContext http, DashboardSession session, string id, string done)
    {
        if (!DecisionId.IsValid(id) || await queries.AuditAsync(id, http.RequestAborted).ConfigureAwait(false) is not { } audit)
        {
            await gate.MessageAsync(http, session, StatusCodes.Status404NotFound, "No such audit", "It may be older than storage.keep.").ConfigureAwait(false);
            return;
        }

        await renderer.WriteAsync<AuditPageView>(
            http,
            PageFrame.Create(http, "Audit", DashboardPaths.Audits, session),
            PageParameters.Of(
                ("Audit", audit),
                ("Decision", await DecisionModel.LoadAsync(queries, snapshots.Current, session, id, http.RequestAborted).ConfigureAwait(false)),
                ("Session", session),
                ("Done", done))).ConfigureAwait(false);
    }

    private async Task LabelAsync(HttpContext http, DashboardSession session, string id, IFormCollection form)
    {
        var comment = form["comment"].ToString().Trim();
        if (!TryGrade(form["served"], out var served) || !TryGrade(form["reference"], out var reference) || comment.Length > MostComment)
        {
            await gate.MessageAsync(http, session, StatusCodes.Status400BadRequest, "Nothing was kept", "A label is a grade from 0 to 1 for each of the two answers, and at most 1,000 characters of words.").ConfigureAwait(false);
            return;
        }

        var by = session.KeyId is { } key ? "key " + Core.Keys.ApiKeyText.IdText(key) : "admin";
        var label = new AuditLabel(id, time.GetUtcNow(), served, reference, by) { Comment = comment.Length == 0 ? null : comment };
        var kept = await queries.LabelAsync(label, http.RequestAborted).ConfigureAwait(false);
        await OneAsync(http, session, id, kept ? "Your label is kept." : "The label could not be kept: the ledger cannot be written now.").ConfigureAwait(false);
    }

    private static bool TryGrade(string? text, out double grade) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out grade) && grade is >= 0 and <= 1;
}
