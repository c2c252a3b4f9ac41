using System.CommandLine;
using System.Text.Json;
using Loadline.Cli.Ledger;
using Loadline.Cli.Output;
using Loadline.Core.Keys;
using Spectre.Console;

namespace Loadline.Cli.Commands;

/// <summary><c>loadline keys</c>: who may call the gateway. Works beside a running gateway, which takes changes up within 5 s.</summary>
internal static class KeysCommand
{
    private const string ShownOnce = "This is the only time it is shown; only a hash of it is kept.";

    public static Command Create() => new("keys", "Make, list, rotate and revoke the keys that callers bring. A running gateway takes changes up within 5 s.")
    {
        CreateKey(), List(), Rotate(), Revoke(),
    };

    private static Command CreateKey()
    {
        var name = new Argument<string>("name") { Description = "What people call it." };
        var team = new Option<string?>("--team") { Description = "The team whose limits it shares (`teams` of the config)." };
        var role = new Option<string>("--role") { Description = "caller calls models; viewer looks; operator changes routes too; admin does everything.", DefaultValueFactory = _ => "caller" };
        role.AcceptOnlyFromAmong([.. KeyRoles.Names]);
        var expires = new Option<string?>("--expires-in") { Description = "How long it lives: 90d, 12h. Default: for ever." };
        var routes = new Option<string[]>("--route") { Description = "A route, or model by name, that it may ask for; repeat for more. Default: all." };
        var models = new Option<string[]>("--model") { Description = "A model that may serve it; repeat for more. Default: all." };
        var residency = new Option<string?>("--residency") { Description = "Where its data must stay, as in a provider's residency." };
        var cost = new Option<double?>("--max-cost-usd") { Description = "The most a request may be expected to cost." };
        var limits = new Option<string[]>("--limit") { Description = "requests=60/minute, tokens=100k/minute, cost=2/hour, concurrency=8, budget=50/month; repeat for more." };
        var prompts = new Option<bool>("--may-see-prompts") { Description = "It may read stored prompts and answers." };
        var json = JsonOption.Create();
        var options = new LedgerOptions();
        var command = options.AddTo(new Command("create", "Make a key and print it, once.") { name, team, role, expires, routes, models, residency, cost, limits, prompts, json });
        command.SetAction((parsed, cancellationToken) => LedgerCommand.GuardAsync(async () =>
        {
            var draft = new KeyDraft
            {
                Name = parsed.GetValue(name),
                Team = parsed.GetValue(team),
                Role = parsed.GetValue(role),
                ExpiresIn = parsed.GetValue(expires),
                Routes = parsed.GetValue(routes) ?? [],
                Models = parsed.GetValue(models) ?? [],
                Residency = parsed.GetValue(residency),
                MaxCostUsd = parsed.GetValue(cost),
                Limits = parsed.GetValue(limits) ?? [],
                MaySeePrompts = parsed.GetValue(prompts),
            };
            if (draft.Read(TimeProvider.System.GetUtcNow(), out var key) is { Length: > 0 } problem)
            {
                throw new UserError(problem);
            }

            await using var ledger = await options.OpenAsync(parsed, mayCreate: true, cancellationToken).ConfigureAwait(false);
            var (made, text) = await Manager(ledger).CreateAsync(key, cancellationToken).ConfigureAwait(false);
            Show(made, text, parsed.GetValue(json));
            return ExitCodes.Done;
        }));
        return command;
    }

    private static Command List()
    {
        var json = JsonOption.Create();
        var options = new LedgerOptions();
        var command = options.AddTo(new Command("list", "List all keys, the revoked and expired ones too.") { json });
        command.SetAction((parsed, cancellationToken) => LedgerCommand.GuardAsync(async () =>
        {
            await using var ledger = await options.OpenAsync(parsed, cancellationToken: cancellationToken).ConfigureAwait(false);
            var now = TimeProvider.System.GetUtcNow();
            var keys = await ledger.Keys.ListAsync(cancellationToken).ConfigureAwait(false);
            KeyReport[] reports = [.. keys.Select(key => KeyReport.Create(key, now))];
            if (parsed.GetValue(json))
            {
                Console.WriteLine(JsonSerializer.Serialize(reports, CliJsonContext.Readable.KeyReportArray));
                return ExitCodes.Done;
            }

            var table = new Table().AddColumns("id", "name", "team", "role", "state", "expires", "routes", "limits");
            foreach (var report in reports)
            {
                table.AddRow(new[]
                {
                    report.Id, report.Name, report.Team ?? "", report.Role, report.State, report.Expires?.ToString("u") ?? "never",
                    report.Routes.Count == 0 ? "all" : string.Join(", ", report.Routes),
                    string.Join(", ", report.Limits.Select(limit => $"{limit.Of} {limit.Most}")),
                }.Select(Markup.Escape).ToArray());
            }

            Consoles.Output().Write(table);
            return ExitCodes.Done;
        }));
        return command;
    }

    private static Command Rotate()
    {
        var id = Id();
        var overlap = new Option<TimeSpan>("--overlap") { Description = "How long the old text opens yet (hours:minutes:seconds).", DefaultValueFactory = _ => TimeSpan.FromHours(24) };
        var json = JsonOption.Create();
        var options = new LedgerOptions();
        var command = options.AddTo(new Command("rotate", "Give a key a new text; the old one opens for a while yet.") { id, overlap, json });
        command.SetAction((parsed, cancellationToken) => LedgerCommand.GuardAsync(async () =>
        {
            await using var ledger = await options.OpenAsync(parsed, cancellationToken: cancellationToken).ConfigureAwait(false);
            var (key, text) = await Manager(ledger).RotateAsync(Read(parsed.GetValue(id)!), parsed.GetValue(overlap), cancellationToken).ConfigureAwait(false)
                ?? throw new UserError("There is no such key, or it was revoked. `loadline keys list` shows all.");
            Show(key, text, parsed.GetValue(json));
            return ExitCodes.Done;
        }));
        return command;
    }

    private static Command Revoke()
    {
        var id = Id();
        var options = new LedgerOptions();
        var command = options.AddTo(new Command("revoke", "End a key for good.") { id });
        command.SetAction((parsed, cancellationToken) => LedgerCommand.GuardAsync(async () =>
        {
            await using var ledger = await options.OpenAsync(parsed, cancellationToken: cancellationToken).ConfigureAwait(false);
            var key = await Manager(ledger).RevokeAsync(Read(parsed.GetValue(id)!), cancellationToken).ConfigureAwait(false)
                ?? throw new UserError("There is no such key. `loadline keys list` shows all.");
            Console.WriteLine($"{ApiKeyText.IdText(key.Id)} ({key.Name}) opens nothing any more; gateways know within 5 s.");
            return ExitCodes.Done;
        }));
        return command;
    }

    private static void Show(ApiKey key, string text, bool asJson)
    {
        if (asJson)
        {
            Console.WriteLine(JsonSerializer.Serialize(
                new NewKeyReport(text, KeyReport.Create(key, TimeProvider.System.GetUtcNow())), CliJsonContext.Readable.NewKeyReport));
            return;
        }

        Console.WriteLine(text);
        Console.Error.WriteLine($"{ShownOnce} Its id is {ApiKeyText.IdText(key.Id)}.");
    }

    private static Argument<string> Id() => new("id") { Description = "The key's id: the 10 characters after ll_." };

    private static ulong Read(string text) =>
        ApiKeyText.TryReadId(text, out var id) ? id : throw new UserError("That is no key's id: those are 10 letters and digits, as `loadline keys list` shows them.");

    private static KeyManager Manager(OpenedLedger ledger) => new(ledger.Keys, TimeProvider.System);
}
