using Loadline.Core.Keys;
using Loadline.Core.Limits;
using Loadline.Dashboard.Access;
using Loadline.Dashboard.Models;
using Loadline.Dashboard.Pages;
using Loadline.Gateway.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Loadline.Dashboard.Hosting;

/// <summary>Keys and budgets: seen by all who may look, changed by admins.</summary>
internal sealed class KeyPages(DashboardGate gate, PageRenderer renderer, KeyRing ring, KeyManager manager, UsageMeters meters, TimeProvider time)
{
    private static readonly TimeSpan Overlap = TimeSpan.FromHours(24);

    public void Map(IEndpointRouteBuilder app)
    {
        app.MapGet(DashboardPaths.Keys, http => gate.RunAsync(http, AccessLevel.Viewer, session => ShowAsync(http, session, new KeysModel { Budgets = [] })))
            .ExcludeFromDescription().WithMetadata(AccessLevel.Viewer);
        app.MapPost(DashboardPaths.Keys, http => gate.RunFormAsync(http, AccessLevel.Admin, (session, form) => CreateAsync(http, session, form)))
            .ExcludeFromDescription().WithMetadata(AccessLevel.Admin);
        app.MapPost(DashboardPaths.Keys + "/{id}/rotate", (string id, HttpContext http) => gate.RunFormAsync(http, AccessLevel.Admin, (session, _) => RotateAsync(http, session, id)))
            .ExcludeFromDescription().WithMetadata(AccessLevel.Admin);
        app.MapPost(DashboardPaths.Keys + "/{id}/revoke", (string id, HttpContext http) => gate.RunFormAsync(http, AccessLevel.Admin, (session, _) => RevokeAsync(http, session, id)))
            .ExcludeFromDescription().WithMetadata(AccessLevel.Admin);
    }

    private async Task CreateAsync(HttpContext http, DashboardSession session, IFormCollection form)
    {
        var draft = KeyForm.Read(form, out var problem);
        if (problem.Length > 0 || (problem = draft.Read(time.GetUtcNow(), out var key)).Length > 0)
        {
            await ShowAsync(http, session, new KeysModel { Budgets = [], Problem = problem, Draft = draft }, StatusCodes.Status400BadRequest).ConfigureAwait(false);
            return;
        }

        var made = await manager.CreateAsync(key, http.RequestAborted).ConfigureAwait(false);
        await MadeAsync(http, session, made, $"The key “{made.Key.Name}” was made.").ConfigureAwait(false);
    }

    private async Task RotateAsync(HttpContext http, DashboardSession session, string id)
    {
        if (ApiKeyText.TryReadId(id, out var read) && await manager.RotateAsync(read, Overlap, http.RequestAborted).ConfigureAwait(false) is { } rotated)
        {
            await MadeAsync(http, session, rotated, $"The key “{rotated.Key.Name}” has a new text; the old one opens for 24 hours yet.").ConfigureAwait(false);
            return;
        }

        await UnknownAsync(http, session).ConfigureAwait(false);
    }

    private async Task RevokeAsync(HttpContext http, DashboardSession session, string id)
    {
        if (!ApiKeyText.TryReadId(id, out var read) || await manager.RevokeAsync(read, http.RequestAborted).ConfigureAwait(false) is not { } key)
        {
            await UnknownAsync(http, session).ConfigureAwait(false);
            return;
        }

        await ring.RefreshAsync(CancellationToken.None).ConfigureAwait(false);
        await ShowAsync(http, session, new KeysModel { Budgets = [], Done = $"The key “{key.Name}” is revoked: it opens nothing any more." }).ConfigureAwait(false);
    }

    private async Task MadeAsync(HttpContext http, DashboardSession session, (ApiKey Key, string Text) made, string done)
    {
        await ring.RefreshAsync(CancellationToken.None).ConfigureAwait(false);
        var report = new NewKeyReport(made.Text, KeyReport.Create(made.Key, time.GetUtcNow()));
        await ShowAsync(http, session, new KeysModel { Budgets = [], Made = report, Done = done }).ConfigureAwait(false);
    }

    private Task UnknownAsync(HttpContext http, DashboardSession session) =>
        gate.MessageAsync(http, session, StatusCodes.Status404NotFound, "No such key", "There is no key of that id, or it was revoked before.");

    private async Task ShowAsync(HttpContext http, DashboardSession session, KeysModel model, int status = StatusCodes.Status200OK)
    {
        var now = time.GetUtcNow();
        model = model with
        {
            Keys = session.Role == KeyRole.Admin
                ? [.. (await ring.Store.ListAsync(http.RequestAborted).ConfigureAwait(false)).Select(key => KeyReport.Create(key, now))] : null,
            Budgets = meters.Budgets(now),
        };
        await renderer.WriteAsync<KeysPage>(
            http, PageFrame.Create(http, "Keys and budgets", DashboardPaths.Keys, session), PageParameters.Of(("Model", model), ("Session", session)), status).ConfigureAwait(false);
    }
}
