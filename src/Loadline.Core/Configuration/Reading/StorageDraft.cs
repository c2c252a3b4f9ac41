namespace Loadline.Core.Configuration.Reading;

/// <summary>The storage settings as read.</summary>
internal sealed class StorageDraft : Draft
{
    public static SectionShape<StorageDraft> Shape { get; } = new(
        "storage settings",
        "`{ ledger: sqlite:loadline.db, content: off, keep: 90d }`",
        () => new StorageDraft(),
        [
            new Key<StorageDraft, LedgerPlace>(
                "ledger",
                new LedgerShape(),
                "Where decisions, keys and budgets are kept: `sqlite:FILE`; `postgres://USER:PASSWORD@HOST:5432/DATABASE`, which several gateways may share; or `memory`. Default: sqlite:loadline.db.",
                (draft, place, _) => draft.Config = draft.Config with { LedgerFile = place.File, Postgres = place.Postgres, IsLedgerStated = true }),
            new Key<StorageDraft, bool>(
                "content",
                new ChoiceShape<bool>("off or on", [("off", false), ("on", true)]),
                "Whether prompts and answers are kept too. Default: off.",
                (draft, on, _) => draft.Config = draft.Config with { Content = on }),
            new Key<StorageDraft, TimeSpan?>(
                "keep",
                new KeepShape(),
                "How long rows are kept: `90d`, or `forever`. Default: 90d.",
                (draft, keep, _) => draft.Config = draft.Config with { Keep = keep }),
            new Key<StorageDraft, TimeSpan>(
                "flush",
                new FlushShape(),
                "The longest that a row waits to be written, which is what a kill can lose. Default: 250ms.",
                (draft, flush, _) => draft.Config = draft.Config with { Flush = flush }),
            new Key<StorageDraft, double>(
                "buffer",
                new NumberShape("a whole number from 1k to 1m", "`16k`", 1e3, 1e6, whole: true),
                "The most rows that wait while the disk fails; more are dropped and counted. Default: 16384.",
                (draft, rows, _) => draft.Config = draft.Config with { Buffer = (int)rows }),
            new Key<StorageDraft, string>(
                "library",
                new WordShape("a file name", "`/usr/lib/libsqlite3.so.0`", WordShape.LinePattern),
                "The SQLite library to load. Default: the newest found beside the program or on the system.",
                (draft, library, _) => draft.Config = draft.Config with { Library = library }),
        ]);

    public StorageConfig Config { get; set; } = new();
}
