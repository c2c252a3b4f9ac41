using Loadline.Core.Facts;
using Loadline.Core.Runtime;
using Loadline.Dashboard.Access;
using Loadline.Dashboard.Pages;
using Loadline.Gateway.Access;
using Loadline.Gateway.Endpoints;
using Loadline.Gateway.Forwarding;
using Loadline.Wire.Conversion;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Loadline.Dashboard.Hosting;

/// <summary>The playground: a prompt goes the way that a caller's goes, on the session instead of a key.</summary>
internal sealed class PlaygroundPages(DashboardGate gate, DashboardAccess access, PageRenderer renderer, SnapshotHolder snapshots, ModelCalls calls)
{
    public void Map(IEndpointRouteBuilder app)
    {
        app.MapGet(DashboardPaths.Playground, http => gate.RunAsync(http, AccessLevel.Operator, session => renderer.WriteAsync<PlaygroundPage>(
            http, PageFrame.Create(http, "Playground", DashboardPaths.Playground, session), PageParameters.Of(("Snapshot", snapshots.Current)))))
            .ExcludeFromDescription().WithMetadata(AccessLevel.Operator);

        // Chat Completions; what it spends counts against the key that was logged in with.
        app.MapPost(DashboardPaths.Playground + "/chat", http => gate.RunPlainAsync(
            http, AccessLevel.Operator, session => calls.RunAsync(http, new CallerTarget(RequestKind.Chat, Dialect.OpenAIChat), access.KeyOf(session))))
            .ExcludeFromDescription().WithMetadata(AccessLevel.Operator);
    }
}
