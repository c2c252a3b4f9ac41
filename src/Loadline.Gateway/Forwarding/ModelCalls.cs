using Loadline.Core.Keys;
using Loadline.Gateway.Endpoints;
using Microsoft.AspNetCore.Http;

namespace Loadline.Gateway.Forwarding;

/// <summary>Serves calls of models whose callers have been let in.</summary>
internal sealed class ModelCalls(ExchangePool exchanges)
{
    /// <summary>Serves one request to its end.</summary>
    /// <param name="http">The request; its body has not been read.</param>
    /// <param name="target">What its address says.</param>
    /// <param name="key">Whose it is; <see langword="null"/> where no key was asked for.</param>
    public async Task RunAsync(HttpContext http, CallerTarget target, ApiKey? key)
    {
        var exchange = exchanges.Get();
        try
        {
            await exchange.RunAsync(http, target, key).ConfigureAwait(false);
        }
        finally
        {
            exchanges.Return(exchange);
        }
    }
}
