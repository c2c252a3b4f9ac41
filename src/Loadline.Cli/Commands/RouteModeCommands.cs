using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Loadline.Cli.Ledger;
using Loadline.Core.Configuration;
using Loadline.Core.Runtime;
using Loadline.Core.Watching;

namespace Loadline.Cli.Commands;

/// <summary><c>loadline promote</c>, <c>canary</c>, <c>rollback</c> and <c>events</c>: what a route may serve, changed beside a running gateway, which follows within 1 s.</summary>
internal static class RouteModeCommands
{
    private const string Follows = "A running gateway follows within 1 s; it is kept in the ledger with who and why, and ends when the config's own mode is changed.";

    public static Command Promote() => Change("promote", "Let a certified route serve its choices. " + Follows, "enforce");

    public static Command RollBack() => Change("rollback", "Send a route back to observing: its reference serves. " + Follows, "observe");

    public static Command Canary() => Change("canary", "Let a certified route serve its choices to a share of the sessions. " + Follows, null);

    /// <summary>Lists what happened to routes.</summary>
    public static Command Events()
    {
        var config = ConfigOption();
        var route = new Option<string?>("--route") { Description = "Only this route." };
        var limit = NumberOption.Create("--limit", "The most events.", 20, 1, 1000);
        var json = JsonOption.Create();
        var command = new Command("events", "List what happened to routes: promotions, steps back, drift; newest first.") { config, route, limit, json };
        command.SetAction((parsed, cancellationToken) => LedgerCommand.GuardAsync(async () =>
        {
            await using var ledger = await LedgerSetup.OpenForAsync(Configs.Load(parsed.GetValue(config)!).Storage, cancellationToken: cancellationToken).ConfigureAwait(false);
            foreach (var one in await ledger.Ledger.Routes.EventsAsync(parsed.GetValue(route), null, parsed.GetValue(limit), cancellationToken).ConfigureAwait(false))
            {
                Console.WriteLine(parsed.GetValue(json)
                    ? JsonSerializer.Serialize(one, RouteModeJsonContext.Default.RouteEvent)
                    : string.Create(CultureInfo.InvariantCulture, $"{one.Time:u}  {one.Route}  {one.Kind}  by {one.Who}: {one.Why}"));
            }

            return ExitCodes.Done;
        }));
        return command;
    }

    private static Option<string> ConfigOption() => new("--config") { Description = "The config.", DefaultValueFactory = _ => "loadline.yaml" };

    private static Command Change(string name, string description, string? mode)
    {
        var route = new Argument<string>("route") { Description = "The route." };
        var share = new Argument<string>("share") { Description = "The share of sessions, such as 10%." };
        var why = new Option<string>("--why") { Description = "Why; kept with the change.", Required = true };
        var who = new Option<string>("--who") { Description = "Who; kept with the change.", DefaultValueFactory = _ => Environment.UserName };
        var config = ConfigOption();
        var command = new Command(name, description) { route };
        if (mode is null)
        {
            command.Add(share);
        }

        command.Add(why);
        command.Add(who);
        command.Add(config);
        command.SetAction((parsed, cancellationToken) => LedgerCommand.GuardAsync(() => RunAsync(
            parsed.GetValue(config)!, parsed.GetValue(route)!, mode ?? "canary " + parsed.GetValue(share), parsed.GetValue(who)!, parsed.GetValue(why)!, cancellationToken)));
        return command;
    }

    // Told before the change is made, and kept from nobody who decides otherwise.
    private static async Task AdviseAsync(RouteKeeper keeper, LoadlineConfig config, string route, CancellationToken cancellationToken)
    {
        var standings = await keeper.Store.ListAsync(cancellationToken).ConfigureAwait(false);
        if (standings.FirstOrDefault(one => one.Route == route)?.Canary is { } canary && config.Routes.FirstOrDefault(one => one.Name == route)?.Quality is { } line)
        {
            await Console.Error.WriteLineAsync($"The canary: {CanaryTest.ResultOf(canary, line)}").ConfigureAwait(false);
        }
    }

    private static async Task<int> RunAsync(string file, string route, string mode, string who, string why, CancellationToken cancellationToken)
    {
        if (!RouteModeSetting.TryParse(mode, out var setting))
        {
            throw new UserError($"'{mode}' is not a canary. Write a share between 0% and 100%: `loadline canary {route} 10% --why …`.");
        }

        var config = Configs.Load(file);
        await using var ledger = await LedgerSetup.OpenForAsync(config.Storage, mayCreate: true, cancellationToken).ConfigureAwait(false);
        var keeper = new RouteKeeper(ledger.Ledger.Routes, new SnapshotHolder(Configs.Build(config)), TimeProvider.System, new Random());
        await AdviseAsync(keeper, config, route, cancellationToken).ConfigureAwait(false);
        if (await keeper.SetModeAsync(route, setting, who, why, cancellationToken).ConfigureAwait(false) is { } problem)
        {
            throw new UserError(problem, ExitCodes.Failed);
        }

        await Console.Error.WriteLineAsync($"{route}: {setting}.").ConfigureAwait(false);
        return ExitCodes.Done;
    }
}
