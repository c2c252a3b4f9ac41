using Loadline.Core.Cascades;
using Loadline.Core.Facts;
using Loadline.Core.Parallels;
using Loadline.Core.Routing;

namespace Loadline.Core.Plans;

/// <summary>Plans that may make more than one answer before one is served.</summary>
internal static class Answers
{
    /// <summary>Tells whether such a plan applies: the route has one, its choice serves, there is more than one to ask, and one answer is wanted.</summary>
    public static bool HasSeveral(RoutingContext context) =>
        context is { Route.Plan: not null, OrderCount: > 1, IsPanic: false, Facts: { Kind: RequestKind.Chat, Choices: 1 } }
        && context.Plan[0] == context.Order[0];

    /// <returns>The result; <see langword="null"/> where the rest of the plan is to be carried out in the ordinary way.</returns>
    public static Task<(AttemptResult Result, int Served)?> RunAsync(
        PlanExecutor executor, RoutingContext context, ICandidateCall call, CancellationToken cancellationToken) =>
        context.Route!.Plan switch
        {
            CascadeConfig cascade => new CascadeRun(executor, context, call, cascade, cancellationToken).RunAsync(),
            ParallelConfig parallel => new ParallelRun(executor, context, call, parallel, cancellationToken).RunAsync(),
            _ => Task.FromResult<(AttemptResult Result, int Served)?>(null),
        };
}
