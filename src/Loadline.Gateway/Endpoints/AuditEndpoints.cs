using System.ComponentModel;
using System.Text;
using Loadline.Core.Decisions;
using Loadline.Core.Keys;
using Loadline.Core.Ledger;
using Loadline.Gateway.Access;
using Loadline.Gateway.Auditing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Loadline.Gateway.Endpoints;

/// <summary>Audits, and the labels that people give them.</summary>
internal static class AuditEndpoints
{
    private const int MostListed = 1000;

    public static void Map(RouteGroupBuilder group)
    {
        group.MapGet("/audits", ListAsync).WithName("audits").WithSummary("Lists audits, newest first; `open=true`: those that wait for a person's label")
            .WithDescription("The next page: give the last decision id of this one as `after`.").Needs(AccessLevel.Viewer);
        group.MapGet("/audits/{id}", FindAsync).WithName("audit").WithSummary("One audit, with both answers where content is kept").Needs(AccessLevel.Viewer);
        group.MapPost("/audits/{id}/label", LabelAsync).WithName("label").WithSummary("Takes a person's grades of an audit's two answers")
            .WithDescription("A later label replaces the one before. The watch counts the first of an audit that was drawn for a label.").Needs(AccessLevel.Operator);
    }

    private static async Task<Results<Ok<AuditList>, BadRequest<ErrorEnvelope>, JsonHttpResult<ErrorEnvelope>>> ListAsync(
        [AsParameters] RangeQuery range,
        LedgerWriter ledger,
        TimeProvider time,
        CancellationToken cancellationToken,
        [Description("served, reverse or graded")] string? kind = null,
        [Description("true: only those that wait for a label")] bool open = false,
        [Description("true: only those that have a label")] bool labelled = false,
        [Description("At most 1,000; 50 by default")] int limit = 50,
        [Description("Only audits of decisions older than this id")] string? after = null)
    {
        AuditKind? only = null;
        if (kind is not null)
        {
            if (!Enum.TryParse<AuditKind>(kind, ignoreCase: true, out var known) || int.TryParse(kind, out _))
            {
                return TypedResults.BadRequest(ErrorEnvelope.Create("invalid_query", "`kind` is served, reverse or graded."));
            }

            only = known;
        }

        if (!range.TryRead(time.GetUtcNow(), out var filter) || (after is not null && !DecisionId.IsValid(after)))
        {
            return TypedResults.BadRequest(RangeQuery.Error);
        }

        try
        {
            var page = new AuditPage { Filter = filter, Kind = only, OpenOnly = open, LabelledOnly = labelled, Limit = Math.Clamp(limit, 1, MostListed), After = after };
            return TypedResults.Ok(new AuditList([.. (await ledger.Ledger.Audits.PageAsync(page, cancellationToken).ConfigureAwait(false)).Select(audit => AuditReport.Create(audit, null))]));
        }
        catch (LedgerUnavailableException)
        {
            return Unavailable();
        }
    }

    private static async Task<Results<Ok<AuditReport>, NotFound<ErrorEnvelope>, JsonHttpResult<ErrorEnvelope>>> FindAsync(
        [Description("26 characters: the decision's id")] string id, HttpContext http, LedgerWriter ledger, CancellationToken cancellationToken)
    {
        try
        {
            if (!DecisionId.IsValid(id) || await ledger.Ledger.Audits.FindAsync(id, cancellationToken).ConfigureAwait(false) is not { } audit)
            {
                return TypedResults.NotFound(Unknown(id));
            }

            var decision = await ledger.Ledger.Decisions.FindAsync(id, cancellationToken).ConfigureAwait(false);
            var mayRead = http.Items[AccessFilter.KeyItem] is not ApiKey { Scope.MaySeePrompts: false, Role: not KeyRole.Admin };
            return TypedResults.Ok(AuditReport.Create(audit, mayRead ? decision?.Content : null));
        }
        catch (LedgerUnavailableException)
        {
            return Unavailable();
        }
    }

    private static async Task<Results<Ok<AuditReport>, BadRequest<ErrorEnvelope>, NotFound<ErrorEnvelope>, JsonHttpResult<ErrorEnvelope>>> LabelAsync(
        string id, LabelRequest request, HttpContext http, AuditLabels labels, TimeProvider time, CancellationToken cancellationToken)
    {
        if (request is not { Served: >= 0 and <= 1, Reference: >= 0 and <= 1 } || request.By?.Length > 200 || request.Comment?.Length > 4000)
        {
            return TypedResults.BadRequest(ErrorEnvelope.Create("invalid_label", "`served` and `reference` are grades from 0 to 1: {\"served\": 1, \"reference\": 1, \"by\": \"Ida\"}."));
        }

        try
        {
            var by = request.By is { Length: > 0 } named ? named : http.Items[AccessFilter.KeyItem] is ApiKey key ? $"key {key.Name}" : "admin";
            var label = new AuditLabel(id, time.GetUtcNow(), request.Served.Value, request.Reference.Value, by) { Comment = request.Comment };
            return await labels.TakeAsync(label, cancellationToken).ConfigureAwait(false) is { } audit
                ? TypedResults.Ok(AuditReport.Create(audit, null)) : TypedResults.NotFound(Unknown(id));
        }
        catch (LedgerUnavailableException)
        {
            return Unavailable();
        }
    }

    private static ErrorEnvelope Unknown(string id) =>
        ErrorEnvelope.Create("audit_not_found", $"No audit of the decision '{id}' is kept. GET /loadline/audits lists them.");

    private static JsonHttpResult<ErrorEnvelope> Unavailable() => TypedResults.Json(
        ErrorEnvelope.Create("ledger_unavailable", "The ledger cannot be used now; GET /healthz says why."),
        GatewayJsonContext.Default.ErrorEnvelope,
        statusCode: StatusCodes.Status503ServiceUnavailable);
}

/// <summary>Audits, newest first.</summary>
internal sealed record AuditList(IReadOnlyList<AuditReport> Audits);

/// <summary>An audit.</summary>
/// <param name="Decision">The decision that was audited.</param>
/// <param name="Time">When it was graded.</param>
/// <param name="Route">The route.</param>
/// <param name="Kind"><c>served</c>: another model had served, the reference was asked; <c>reverse</c>: the other way round; <c>graded</c>: the reference served as routing wanted.</param>
/// <param name="Served">The model that served, or would have.</param>
/// <param name="Reference">The reference.</param>
/// <param name="ServedQuality">The grade, in [0,1].</param>
/// <param name="ReferenceQuality">The reference's grade, in [0,1].</param>
/// <param name="Judge">Who graded.</param>
/// <param name="CostUsd">What the audit cost.</param>
/// <param name="WantsLabel">Whether a person is asked for a label.</param>
/// <param name="WasDrawn">Whether that was drawn by chance, so that the label corrects the judge; else the grades disagree.</param>
/// <param name="Label">A person's label.</param>
/// <param name="Answers">Every candidate's answer, where all were asked.</param>
/// <param name="Request">What was asked, where content is kept.</param>
/// <param name="Answer">What the caller got, where content is kept.</param>
/// <param name="OtherAnswer">The answer that was made for the audit, where content is kept.</param>
internal sealed record AuditReport(
    string Decision,
    DateTimeOffset Time,
    string Route,
    string Kind,
    string Served,
    string Reference,
    double ServedQuality,
    double ReferenceQuality,
    string Judge,
    decimal? CostUsd,
    bool WantsLabel,
    bool WasDrawn,
    AuditLabel? Label,
    IReadOnlyList<AuditAnswer> Answers,
    string? Request,
    string? Answer,
    string? OtherAnswer)
{
    public static AuditReport Create(AuditRecord audit, DecisionContent? content) => new(
        audit.DecisionId, audit.Time, audit.Route, audit.Kind.ToString().ToLowerInvariant(), audit.Served, audit.Reference, audit.ServedQuality,
        audit.ReferenceQuality, audit.Judge, audit.CostUsd, audit.WantsLabel, audit.LabelRate > 0, audit.Label, audit.Details.Answers,
        content is null ? null : Encoding.UTF8.GetString(content.Request.Span), content is null ? null : Encoding.UTF8.GetString(content.Answer.Span),
        audit.OtherAnswer.IsEmpty || content is null ? null : Encoding.UTF8.GetString(audit.OtherAnswer.Span));
}

/// <summary>A person's grades of an audit's two answers.</summary>
internal sealed record LabelRequest
{
    [Description("The grade of what was served, or would have been: from 0 to 1")]
    public double? Served { get; init; }

    [Description("The reference's grade: from 0 to 1")]
    public double? Reference { get; init; }

    [Description("Who says so")]
    public string? By { get; init; }

    [Description("At most 4,000 characters")]
    public string? Comment { get; init; }
}
