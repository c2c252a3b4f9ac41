namespace Loadline.Core.Configuration.Reading;

/// <summary>What is checked once everything is read: names that refer to one another, and values that do not fit together.</summary>
internal static class Checks
{
    public static void Run(ReadScope scope, RootDraft root)
    {
        foreach (var provider in root.Providers)
        {
            ProviderChecks.Run(scope, provider);
        }

        ModelChecks.Run(scope, root);
        foreach (var route in root.Routes)
        {
            new RouteChecks(scope, root, route).Run();
        }

        Listening(scope, root.Server);
    }

    private static void Listening(ReadScope scope, ServerDraft server)
    {
        foreach (var url in server.Urls.Where(url => !server.Config.RequiresKeys && !ListenAddress.IsLoopback(url.Value)))
        {
            scope.Error(url.Place, url.Place.Shown + " " + ListenAddress.Refusal, ListenAddress.Remedy);
        }
    }
}
