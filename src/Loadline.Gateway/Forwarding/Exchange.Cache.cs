using System.Globalization;
using Loadline.Core.Decisions;
using Loadline.Core.Facts;
using Loadline.Core.Plans;
using Loadline.Core.Runtime;
using Loadline.Gateway.Caching;

namespace Loadline.Gateway.Forwarding;

/// <content>An answer that was given before: found, waited for, given again, or kept.</content>
internal sealed partial class Exchange
{
    private const string CacheHeader = "x-loadline-cache";
    private const string SimilarityHeader = "x-loadline-cache-similarity";

    private AnswerCache? _cache;
    private UInt128 _cacheKey;
    private CaptureWriter? _capture;
    private CachedAnswer? _fromCache;
    private AskedQuestion? _asked;
    private bool _isWhole;

    /// <summary>Gets what keeps a copy of what the caller gets; <see langword="null"/>: nothing does.</summary>
    public CaptureWriter? Capture => _capture;

    /// <summary>Looks for an answer; where there is none, this request may lead for others that ask the same.</summary>
    private async ValueTask<bool> TryFindAnswerAsync()
    {
        if (_services.Caches.For(_context.Route!) is not { } cache || CachingIsOff() || CacheKey() is not { } key)
        {
            return false;
        }

        var waitingSince = _services.Time.GetTimestamp();
        while (true)
        {
            if (cache.TryFind(key, out _fromCache, out var age, out var flight))
            {
                TellAge(age);
                break;
            }

            if (flight is null)
            {
                (_cache, _cacheKey) = (cache, key);
                if (await TryFindElsewhereAsync(cache, key).ConfigureAwait(false))
                {
                    _cache = null;
                    break;
                }

                _waiting += _services.Time.GetTimestamp() - waitingSince;
                _capture = new CaptureWriter(cache.MostBytes);
                _http.Response.Headers[CacheHeader] = "miss";
                _services.Metrics.Cached(_context.Route!.Name, "miss");
                return false;
            }

            // Who leads may have found what is only alike.
            if (await WaitAsync(flight).ConfigureAwait(false) is { } answer && (answer.Match is null || CacheWish() != "exact"))
            {
                _fromCache = answer;
                break;
            }
        }

        _waiting += _services.Time.GetTimestamp() - waitingSince;
        if (_fromCache!.Match is { } match)
        {
            TellAge(match.Age);
        }

        _services.Metrics.Cached(_context.Route!.Name, _fromCache.Match is { Kind: var kind } ? kind + "_hit" : "hit");
        return true;
    }

    // Another replica's answer to this, else an answer to what is like it.
    private async ValueTask<bool> TryFindElsewhereAsync(AnswerCache cache, UInt128 key)
    {
        _asked = CacheWish() == "exact" ? null : QuestionScope.Of(_context, cache.Config, Tenant(), CacheRules());
        if (await _services.SharedAnswers.FindAsync(cache.Config, _context.Route!.Name, key).ConfigureAwait(false) is { } shared)
        {
            _fromCache = new CachedAnswer(shared.ContentType, shared.Body, shared.Model, shared.Usage);
            cache.End(key, _fromCache, shared.Age, _asked);
            TellAge(shared.Age);
            return true;
        }

        _fromCache = _asked?.Wording is { } wording ? cache.FindByWording(wording) : null;
        _fromCache ??= _asked?.Scope is { } scope ? await FindSimilarAsync(cache, scope).ConfigureAwait(false) : null;
        if (_fromCache is null)
        {
            return false;
        }

        cache.Pass(key, _fromCache);
        return true;
    }

    private async ValueTask<CachedAnswer?> FindSimilarAsync(AnswerCache cache, UInt128 scope)
    {
        var query = cache.Embeddings!;
        if (!MayEnterMetersFor(query.Source.Model))
        {
            return null;
        }

        var call = await _services.EmbeddingModel.AskAsync(_context, query, Tenant(), _http.RequestAborted).ConfigureAwait(false);
        if (call.Attempt is { } attempt)
        {
            _attempts.Add(attempt);
            TraceCall(attempt, null);
        }

        // The caller may have gone meanwhile: what was asked for it is on record, and no more will be.
        _http.RequestAborted.ThrowIfCancellationRequested();
        _asked = _asked! with { Vector = call.Answer.Vector };
        return call.Answer.Vector is { } vector ? cache.FindSimilar(scope, vector) : null;
    }

    private void TellAge(TimeSpan age) => _http.Response.Headers.Age = ((long)age.TotalSeconds).ToString(CultureInfo.InvariantCulture);

    /// <summary>Gives the answer that was found.</summary>
    private async ValueTask ServeAnswerAsync()
    {
        var answer = _fromCache!;
        var served = Array.FindIndex(_context.Candidates.All, candidate => candidate.Name == answer.Model);
        _served = served >= 0 ? served : _context.Choice;
        var candidate = _context.Candidates.All[_served];
        _attempts.Add(new AttemptRecord(candidate.Name, answer.Match is { } match ? "cache by " + match.Kind : "cache", RoutingErrors.Name(RoutingError.None), 200, 0, 0, answer.Usage, 0) { Kind = AttemptKinds.Cache });
        var response = _http.Response;
        response.ContentType = answer.ContentType;
        if (_context.Facts.Stream)
        {
            response.Headers.CacheControl = "no-cache";
            response.Headers["x-accel-buffering"] = "no";
        }
        else
        {
            response.ContentLength = answer.Body.Length;
        }

        response.Headers[CacheHeader] = answer.Match?.Kind ?? "hit";
        if (answer.Match is { Kind: AnswerMatch.Semantic, Similarity: var similarity })
        {
            // Never rounded up: who set a threshold reads at least that.
            response.Headers[SimilarityHeader] = (Math.Floor(similarity * 10_000) / 10_000).ToString("0.0000", CultureInfo.InvariantCulture);
        }

        WriteDecisionHeaders(candidate, Money(BeforeIt()), Money(answer.Usage is { } usage ? Reference?.Price?.Cost(usage) : null));
        await response.BodyWriter.WriteAsync(answer.Body, _http.RequestAborted).ConfigureAwait(false);
    }

    // Everything a follower waits for must come to an end, whatever happened to the leader.
    private void EndCache()
    {
        if (_cache is { } cache)
        {
            var answer = _isWhole && _capture?.Copy is { } body && _served >= 0
                ? new CachedAnswer(_http.Response.ContentType ?? "application/json", body.ToArray(), _context.Candidates.All[_served].Name, _attempt.Usage)
                : null;
            cache.End(_cacheKey, answer, asked: _asked);
            if (answer is not null)
            {
                _services.SharedAnswers.Add(cache.Config, _context.Route!.Name, _cacheKey, answer);
            }
        }

        (_cache, _capture, _asked, _isWhole) = (null, null, null, false);
    }

    // For as long as an answer of its own might have taken.
    private async ValueTask<CachedAnswer?> WaitAsync(Task<CachedAnswer?> flight)
    {
        try
        {
            return await flight.WaitAsync(_context.Route!.Timeouts.Total, _services.Time, _http.RequestAborted).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            return null;
        }
    }

    private bool CachingIsOff() => _context.Facts.Kind is not (RequestKind.Chat or RequestKind.Embeddings) || CacheWish() == "off";

    // off: neither look nor keep; exact: nothing but an answer to this very request.
    private string? CacheWish() => _http.Request.Headers.TryGetValue(CacheHeader, out var wish) ? wish.ToString() : null;

    private UInt128? CacheKey() => AnswerKey.Of(Tenant(), CacheRules(), _body.Bytes);

    // Keys of one team share answers where they have the same rights; without keys, everybody on this machine is one tenant.
    private string Tenant()
    {
        var scope = _context.Scope;
        return string.Join('\n', _key?.Team is { } team ? "team " + team : _key?.Subject ?? "", string.Join(',', scope.Models), scope.Residency);
    }

    private string CacheRules() =>
        string.Join('\n', _context.Route!.Name, _context.Route.Digest, _target.Kind, _target.Dialect, _target.Model, _target.IsStream, _target.IsArray, Hints());

    private string Hints() => string.Join('\n', _http.Request.Headers
        .Where(static header => header.Key.StartsWith("x-loadline-", StringComparison.OrdinalIgnoreCase) && !header.Key.Equals(CacheHeader, StringComparison.OrdinalIgnoreCase))
        .OrderBy(static header => header.Key, StringComparer.OrdinalIgnoreCase)
        .Select(static header => header.Key.ToLowerInvariant() + '=' + header.Value));
}
