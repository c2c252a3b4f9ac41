using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Loadline.Core.Configuration;

namespace Loadline.Gateway.Upstreams.Protocols;

/// <summary>AWS Signature Version 4 of requests whose signed headers are <c>host</c>, <c>x-amz-date</c> and <c>x-amz-security-token</c>.</summary>
/// <remarks>
/// AWS asks for the host and every <c>x-amz-</c> header to be signed, and no others. The path is encoded once more than it is sent, as every
/// service but S3 wants. Thread-safe.
/// </remarks>
/// <param name="credentials">What to sign with.</param>
/// <param name="region">The region that the signature holds in.</param>
/// <param name="service">The service that it holds for.</param>
internal sealed class SigV4Signer(AwsCredentials credentials, string region, string service)
{
    private const string Algorithm = "AWS4-HMAC-SHA256";
    private static readonly SearchValues<char> Unreserved =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~");

    private readonly string _keyId = credentials.AccessKeyId.Reveal();
    private readonly byte[] _firstKey = Encoding.UTF8.GetBytes("AWS4" + credentials.SecretAccessKey.Reveal());
    private readonly string? _token = credentials.SessionToken?.Reveal();

    // The day's key: derived once a day, and replaced whole so that a reader never sees half of one.
    private DayKey? _day;

    /// <summary>Signs one request.</summary>
    /// <param name="method">The HTTP method.</param>
    /// <param name="host">The value of the <c>Host</c> header.</param>
    /// <param name="path">The path as it is sent, escaped and normalised.</param>
    /// <param name="query">The query as it is sent, with its <c>?</c>; empty: none.</param>
    /// <param name="payloadHash">The SHA-256 of the body in lower-case hexadecimal.</param>
    /// <param name="now">The time of the signature; AWS refuses one that is off by more than five minutes.</param>
    public SigV4Signature Sign(string method, string host, string path, string query, string payloadHash, DateTimeOffset now)
    {
        var date = now.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        var scope = date[..8] + "/" + region + "/" + service + "/aws4_request";
        var canonical = Canonical(method, host, path, query, payloadHash, date);
        var toSign = Algorithm + "\n" + date + "\n" + scope + "\n" + Hex(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)));
        var signature = Hex(HMACSHA256.HashData(KeyOf(date[..8]), Encoding.UTF8.GetBytes(toSign)));
        return new SigV4Signature(
            date,
            _token,
            Algorithm + " Credential=" + _keyId + "/" + scope + ", SignedHeaders=" + SignedHeaders + ", Signature=" + signature);
    }

    /// <summary>Writes the request in the form that is signed.</summary>
    internal string Canonical(string method, string host, string path, string query, string payloadHash, string date)
    {
        var text = new StringBuilder(256);
        text.Append(method).Append('\n').Append(Escape(path, '/')).Append('\n').Append(CanonicalQuery(query)).Append('\n');
        text.Append("host:").Append(host).Append('\n').Append("x-amz-date:").Append(date).Append('\n');
        if (_token is not null)
        {
            text.Append("x-amz-security-token:").Append(_token).Append('\n');
        }

        return text.Append('\n').Append(SignedHeaders).Append('\n').Append(payloadHash).ToString();
    }

    private string SignedHeaders => _token is null ? "host;x-amz-date" : "host;x-amz-date;x-amz-security-token";

    private byte[] KeyOf(string day)
    {
        var known = _day;
        if (known is null || known.Day != day)
        {
            var key = HMACSHA256.HashData(_firstKey, Encoding.UTF8.GetBytes(day));
            key = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(region));
            key = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(service));
            known = new DayKey(day, HMACSHA256.HashData(key, "aws4_request"u8));
            _day = known;
        }

        return known.Key;
    }

    // Parameters in the order of their encoded names, then values; ordinal.
    private static string CanonicalQuery(string query)
    {
        if (query.Length < 2)
        {
            return string.Empty;
        }

        var pairs = query[1..].Split('&', StringSplitOptions.RemoveEmptyEntries).Select(Pair).ToArray();
        Array.Sort(pairs, static (a, b) =>
        {
            var byName = string.CompareOrdinal(a.Name, b.Name);
            return byName != 0 ? byName : string.CompareOrdinal(a.Value, b.Value);
        });
        return string.Join('&', pairs.Select(pair => pair.Name + "=" + pair.Value));
    }

    private static (string Name, string Value) Pair(string pair)
    {
        var at = pair.IndexOf('=');
        return at < 0
            ? (Recode(pair), string.Empty)
            : (Recode(pair[..at]), Recode(pair[(at + 1)..]));
    }

    private static string Recode(string text) => Escape(Uri.UnescapeDataString(text), null);

    private static string Escape(string text, char? kept)
    {
        if (!text.AsSpan().ContainsAnyExcept(Unreserved))
        {
            return text;
        }

        var escaped = new StringBuilder(text.Length + 16);
        foreach (var b in Encoding.UTF8.GetBytes(text))
        {
            if (Unreserved.Contains((char)b) || b == kept)
            {
                escaped.Append((char)b);
            }
            else
            {
                escaped.Append('%').Append(b.ToString("X2", CultureInfo.InvariantCulture));
            }
        }

        return escaped.ToString();
    }

    private static string Hex(byte[] hash) => Convert.ToHexStringLower(hash);

    private sealed record DayKey(string Day, byte[] Key);
}
