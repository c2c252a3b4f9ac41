using System.ComponentModel;
using Loadline.Core.Keys;
using Loadline.Core.Limits;
using Loadline.Gateway.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Loadline.Gateway.Endpoints;

/// <summary>Keys and budgets, for those who may manage them.</summary>
internal static class KeyEndpoints
{
    private static readonly TimeSpan DefaultOverlap = TimeSpan.FromHours(24);

    public static void Map(RouteGroupBuilder group)
    {
        group.MapGet("/keys", ListAsync).WithName("keys").WithSummary("Lists all keys, the revoked and expired ones too").Needs(AccessLevel.Admin);
        group.MapPost("/keys", CreateAsync).WithName("create-key").WithSummary("Makes a key; the answer is the only place that shows its text").Needs(AccessLevel.Admin);
        group.MapPost("/keys/{id}/rotate", RotateAsync).WithName("rotate-key").WithSummary("Gives a key a new text; the old one opens for 24 hours yet").Needs(AccessLevel.Admin);
        group.MapDelete("/keys/{id}", RevokeAsync).WithName("revoke-key").WithSummary("Ends a key for good").Needs(AccessLevel.Admin);
        group.MapGet("/budgets", Budgets).WithName("budgets").WithSummary("How every budget used since the start stands").Needs(AccessLevel.Viewer);
    }

    private static async Task<Ok<KeyList>> ListAsync(KeyRing ring, TimeProvider time, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var keys = await ring.Store.ListAsync(cancellationToken).ConfigureAwait(false);
        return TypedResults.Ok(new KeyList([.. keys.Select(key => KeyReport.Create(key, now))]));
    }

    private static async Task<Results<Ok<NewKeyReport>, BadRequest<ErrorEnvelope>>> CreateAsync(
        KeyDraft draft, KeyRing ring, KeyManager manager, TimeProvider time, CancellationToken cancellationToken)
    {
        if (draft.Read(time.GetUtcNow(), out var key) is { Length: > 0 } problem)
        {
            return TypedResults.BadRequest(ErrorEnvelope.Create("invalid_key", problem));
        }

        return TypedResults.Ok(await ShowAsync(await manager.CreateAsync(key, cancellationToken).ConfigureAwait(false), ring, time).ConfigureAwait(false));
    }

    private static async Task<Results<Ok<NewKeyReport>, NotFound<ErrorEnvelope>>> RotateAsync(
        [Description("10 characters")] string id, KeyRing ring, KeyManager manager, TimeProvider time, CancellationToken cancellationToken) =>
        ApiKeyText.TryReadId(id, out var read) && await manager.RotateAsync(read, DefaultOverlap, cancellationToken).ConfigureAwait(false) is { } rotated
            ? TypedResults.Ok(await ShowAsync(rotated, ring, time).ConfigureAwait(false))
            : TypedResults.NotFound(Unknown);

    private static async Task<Results<Ok<KeyReport>, NotFound<ErrorEnvelope>>> RevokeAsync(
        [Description("10 characters")] string id, KeyRing ring, KeyManager manager, TimeProvider time, CancellationToken cancellationToken)
    {
        if (!ApiKeyText.TryReadId(id, out var read) || await manager.RevokeAsync(read, cancellationToken).ConfigureAwait(false) is not { } key)
        {
            return TypedResults.NotFound(Unknown);
        }

        await ring.RefreshAsync(CancellationToken.None).ConfigureAwait(false);
        return TypedResults.Ok(KeyReport.Create(key, time.GetUtcNow()));
    }

    private static Ok<BudgetList> Budgets(UsageMeters meters, TimeProvider time) => TypedResults.Ok(new BudgetList(
        [.. meters.Budgets(time.GetUtcNow()).Select(status => new BudgetReport(
            status.Subject, UsageLimitText.Write(status.Limit), status.Start, status.SpentUsd, status.ReservedUsd, status.HeldByOthersUsd))]));

    // In force here at once, and elsewhere as soon as it is looked for.
    private static async ValueTask<NewKeyReport> ShowAsync((ApiKey Key, string Text) made, KeyRing ring, TimeProvider time)
    {
        await ring.RefreshAsync(CancellationToken.None).ConfigureAwait(false);
        return new NewKeyReport(made.Text, KeyReport.Create(made.Key, time.GetUtcNow()));
    }

    private static ErrorEnvelope Unknown => ErrorEnvelope.Create("key_not_found", "There is no such key, or it was revoked. GET /loadline/keys lists all.");
}

/// <summary>All keys, oldest first.</summary>
internal sealed record KeyList(IReadOnlyList<KeyReport> Keys);

/// <summary>Every budget used since the start.</summary>
internal sealed record BudgetList(IReadOnlyList<BudgetReport> Budgets);

/// <summary>How a budget stands.</summary>
/// <param name="Subject">Whose it is: <c>key ID</c>, <c>team NAME</c>, <c>route NAME</c>.</param>
/// <param name="Budget">As it is written: <c>500/month</c>.</param>
/// <param name="Start">When the period under way began (UTC).</param>
/// <param name="SpentUsd">What its ended requests have cost, those of other replicas included as far as they have told.</param>
/// <param name="ReservedUsd">The most that requests under way here can cost.</param>
/// <param name="HeldByOthersUsd">What other replicas hold of it and have not told to have spent; a killed one's stays held until the period ends.</param>
internal sealed record BudgetReport(string Subject, string Budget, DateTimeOffset Start, decimal SpentUsd, decimal ReservedUsd, decimal HeldByOthersUsd);
