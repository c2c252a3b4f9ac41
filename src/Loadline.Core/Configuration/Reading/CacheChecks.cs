namespace Loadline.Core.Configuration.Reading;

/// <summary>What must fit together in a route's cache, and with the rest of the route.</summary>
internal static class CacheChecks
{
    public static void Run(ReadScope scope, RootDraft root, RouteDraft route)
    {
        if (route.Cache is not { } cache)
        {
            return;
        }

        if (cache.Shared is { Value: true } shared)
        {
            Shared(scope, root, shared, cache.Semantic is not null);
        }

        if (cache.Semantic?.Value.Keep is { } keep && keep.Value > cache.Config.Exact)
        {
            scope.Error(keep.Place, "similar questions cannot be answered for longer than the same one", "Write at most what `exact` says, or take it out.");
        }

        // A certificate was made of answers to the questions themselves.
        if (cache.Semantic is { } semantic && route.Quality is { Line: not null })
        {
            scope.Error(
                semantic.Place,
                "an answer to a similar question is not what the route's certificate was made of",
                "Take `semantic` out, or write `quality: uncertified`.");
        }
    }

    private static void Shared(ReadScope scope, RootDraft root, Located<bool> shared, bool hasSemantic)
    {
        if (hasSemantic)
        {
            scope.Error(
                shared.Place,
                "what `semantic` compares is kept in each gateway's memory and is not shared: replicas would answer the same question differently",
                "Take `shared` or `semantic` out.");
        }
        else if (root.Storage.Config.Postgres is null)
        {
            scope.Error(shared.Place, "answers are shared through PostgreSQL, and the ledger is not there", "Write `storage: { ledger: postgres://HOST/DATABASE }`, or take it out.");
        }
    }
}
