using System.Globalization;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using Loadline.Core.Plans;
using Loadline.Gateway.Access;
using Loadline.Gateway.Repeats;

namespace Loadline.Gateway.Forwarding;

/// <content>A request that says it may come twice (<c>Idempotency-Key</c>) is carried out once.</content>
internal sealed partial class Exchange
{
    private const string OnceHeader = "Idempotency-Key";
    private const int MostKeyCharacters = 255;

    // As long as a request may take by default; whoever waits longer is better told.
    private static readonly TimeSpan MostWaited = TimeSpan.FromMinutes(5);

    // Off, or no such header: the ordinary way, at the price of one look.
    private ValueTask CarryOutAsync()
    {
        if (_snapshot.Config.Server.Idempotency is not { } keep || !_http.Request.Headers.TryGetValue(OnceHeader, out var values))
        {
            return AdmitAsync();
        }

        if (values is not [{ Length: > 0 and <= MostKeyCharacters } key])
        {
            _error = RoutingError.CallerBadRequest;
            return RefuseAsync(400, "invalid_idempotency_key", null, $"The header {OnceHeader} must be one text of 1 to {MostKeyCharacters} characters.");
        }

        return OnceAsync(key, keep);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask OnceAsync(string key, TimeSpan keep)
    {
        var id = IdOf(key);
        var request = Convert.ToHexString(SHA256.HashData(_body.Bytes.Span));
        var waiting = _services.Time.GetTimestamp();
        while (true)
        {
            switch (_services.Repeats.Enter(id, request, out var entry))
            {
                case RepeatStatus.First:
                    await FirstAsync(entry, keep).ConfigureAwait(false);
                    return;
                case RepeatStatus.Answered:
                    await AgainAsync(entry.Answer!).ConfigureAwait(false);
                    return;
                case RepeatStatus.Differs:
                    _error = RoutingError.CallerBadRequest;
                    await RefuseAsync(422, "idempotency_key_reused", null, $"This {OnceHeader} was used for another request. Use a new one for each.").ConfigureAwait(false);
                    return;
                default:
                    if (!await EndedAsync(entry, waiting).ConfigureAwait(false))
                    {
                        _error = RoutingError.Overloaded;
                        _http.Response.Headers.RetryAfter = "1";
                        await RefuseAsync(409, "idempotency_key_in_use", null, $"The request with this {OnceHeader} is still under way.").ConfigureAwait(false);
                        return;
                    }

                    break;
            }
        }
    }

    private async Task<bool> EndedAsync(RepeatEntry entry, long since)
    {
        var left = MostWaited - _services.Time.GetElapsedTime(since);
        try
        {
            await entry.Ended.WaitAsync(left > TimeSpan.Zero ? left : TimeSpan.Zero, _services.Time, _http.RequestAborted).ConfigureAwait(false);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private async Task FirstAsync(RepeatEntry entry, TimeSpan keep)
    {
        var recorder = AnswerRecorder.Attach(_http);
        var isWhole = false;
        try
        {
            await AdmitAsync().ConfigureAwait(false);
            isWhole = _error == RoutingError.None;
        }
        finally
        {
            var answer = recorder.Detach(_http);
            _services.Repeats.End(entry, isWhole && answer?.Status == 200 ? answer : null, keep);
        }
    }

    // No decision, no record, no cost: it is the first one's answer, and names the first one's decision.
    private async Task AgainAsync(KeptAnswer answer)
    {
        var to = _http.Response;
        to.StatusCode = answer.Status;
        foreach (var (name, value) in answer.Headers)
        {
            to.Headers[name] = value;
        }

        to.Headers["x-loadline-repeated"] = "true";
        to.ContentLength = answer.Body.Length;
        _services.Metrics.Repeated();
        await to.BodyWriter.WriteAsync(answer.Body, _http.RequestAborted).ConfigureAwait(false);
    }

    // One caller's key says nothing about another's, nor the same key at another address.
    private string IdOf(string key)
    {
        var caller = _key?.Subject ?? CallerCredential.Find(_http.Request).ToString();
        var query = _http.Request.Query["alt"].ToString();
        var text = string.Join('\n', caller, _http.Request.Path.Value, query, key.Length.ToString(CultureInfo.InvariantCulture), key);
        return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }
}
