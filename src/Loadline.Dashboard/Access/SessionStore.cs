using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace Loadline.Dashboard.Access;

/// <summary>The sessions of this process, by the hash of their cookie: who reads the memory cannot enter with what is there.</summary>
internal sealed class SessionStore(TimeProvider time)
{
    /// <summary>The longest time without a request.</summary>
    public static readonly TimeSpan Idle = TimeSpan.FromHours(8);

    /// <summary>The longest time between two logins.</summary>
    public static readonly TimeSpan Age = TimeSpan.FromHours(24);

    /// <summary>The most sessions; beyond, those unused for longest end.</summary>
    public const int Most = 1000;

    private readonly ConcurrentDictionary<string, Entry> _entries = new(StringComparer.Ordinal);

    public int Count => _entries.Count;

    /// <summary>Keeps a session under a cookie of its own.</summary>
    public void Add(string cookie, DashboardSession session)
    {
        var now = time.GetUtcNow();
        if (_entries.Count >= Most)
        {
            Trim(now);
        }

        _entries[Hash(cookie)] = new Entry(session, now) { Used = now };
    }

    public DashboardSession? Find(string cookie)
    {
        var hash = Hash(cookie);
        var now = time.GetUtcNow();
        if (!_entries.TryGetValue(hash, out var entry))
        {
            return null;
        }

        if (entry.IsOver(now))
        {
            _entries.TryRemove(hash, out _);
            return null;
        }

        entry.Used = now;
        return entry.Session;
    }

    public void Remove(string cookie) => _entries.TryRemove(Hash(cookie), out _);

    private void Trim(DateTimeOffset now)
    {
        foreach (var (hash, entry) in _entries.OrderBy(pair => pair.Value.Used).ToList())
        {
            if (!entry.IsOver(now) && _entries.Count < Most)
            {
                break;
            }

            _entries.TryRemove(hash, out _);
        }
    }

    private static string Hash(string cookie) => Convert.ToHexString(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(cookie)));

    private sealed class Entry(DashboardSession session, DateTimeOffset began)
    {
        public DashboardSession Session => session;

        public DateTimeOffset Used { get; set; }

        public bool IsOver(DateTimeOffset now) => now - Used > Idle || now - began > Age;
    }
}
