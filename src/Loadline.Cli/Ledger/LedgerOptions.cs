using System.CommandLine;
using Loadline.Cli.Commands;
using Loadline.Core.Configuration;
using Loadline.Core.Ledger;

namespace Loadline.Cli.Ledger;

/// <summary>The options that say which ledger is meant, and which part of it.</summary>
internal sealed class LedgerOptions
{
    private const string DefaultConfig = "loadline.yaml";
    private const string Sqlite = "sqlite:";

    private readonly Option<string?> _ledger = new("--ledger") { Description = "The ledger: a file, or postgres://USER:PASSWORD@HOST:5432/DATABASE. Default: the one that the config names, else loadline.db." };
    private readonly Option<string?> _config = new("--config") { Description = "The config that names the ledger. Default: loadline.yaml where there is one." };
    private readonly Option<string?> _from = new("--from") { Description = $"The earliest arrival: {LedgerTime.Forms}." };
    private readonly Option<string?> _to = new("--to") { Description = "The latest arrival, excluded; as --from." };
    private readonly Option<string?> _route = new("--route") { Description = "Only this route." };
    private readonly Option<string?> _model = new("--model") { Description = "Only what this model served; `none`: nothing could be tried." };
    private readonly Option<string?> _outcome = new("--outcome") { Description = "Only this outcome: `ok`, or an error's name." };

    /// <summary>Adds the options that say which ledger.</summary>
    public Command AddTo(Command command)
    {
        command.Add(_ledger);
        command.Add(_config);
        return command;
    }

    /// <summary>Adds the options that say which part, too.</summary>
    public Command AddFiltersTo(Command command)
    {
        AddTo(command);
        foreach (var option in new[] { _from, _to, _route, _model, _outcome })
        {
            command.Add(option);
        }

        return command;
    }

    public Task<OpenedLedger> OpenAsync(ParseResult parsed, bool mayCreate = false, CancellationToken cancellationToken = default) =>
        LedgerSetup.OpenForAsync(Storage(parsed), mayCreate, cancellationToken);

    /// <summary>Opens a ledger that is there: a file, or the address of a database.</summary>
    public static Task<OpenedLedger> OpenExistingAsync(string address, CancellationToken cancellationToken = default) =>
        LedgerSetup.OpenForAsync(At(new StorageConfig(), address), cancellationToken: cancellationToken);

    public StorageConfig Storage(ParseResult parsed)
    {
        var config = parsed.GetValue(_config) ?? (File.Exists(DefaultConfig) && parsed.GetValue(_ledger) is null ? DefaultConfig : null);
        var storage = config is null ? new StorageConfig() : Configs.Load(config).Storage;
        return parsed.GetValue(_ledger) is { } address ? At(storage, address) : storage;
    }

    private static StorageConfig At(StorageConfig storage, string address) => LedgerPlace.IsPostgres(address)
        ? storage with { LedgerFile = null, Postgres = new Secret(address) }
        : storage with { LedgerFile = address.StartsWith(Sqlite, StringComparison.Ordinal) ? address[Sqlite.Length..] : address, Postgres = null };

    public LedgerFilter Filter(ParseResult parsed) => new()
    {
        From = Time("--from", parsed.GetValue(_from)),
        To = Time("--to", parsed.GetValue(_to)),
        Route = parsed.GetValue(_route),
        Model = parsed.GetValue(_model),
        Outcome = parsed.GetValue(_outcome),
    };

    /// <exception cref="UserError">It is no time.</exception>
    public static DateTimeOffset? Time(string option, string? text) =>
        text is null ? null
        : LedgerTime.TryParse(text, TimeProvider.System.GetUtcNow(), out var time) ? time
        : throw new UserError($"{option} takes {LedgerTime.Forms}; not '{text}'.");
}
