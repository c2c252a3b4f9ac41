using System.Diagnostics.CodeAnalysis;
using System.Runtime.ExceptionServices;
using Loadline.Core.Plans;
using Microsoft.Extensions.AI;

namespace Loadline.Extensions.AI.Attempts;

/// <summary>What the caller is thrown where nobody answered.</summary>
internal static class Failures
{
    /// <summary>The key in <see cref="Exception.Data"/> that the decision's id lies under.</summary>
    public const string DecisionKey = "loadline.decision";

    /// <summary>Throws it; a provider's own exception with the trace of where it was thrown first.</summary>
    [DoesNotReturn]
    public static ChatResponse Throw(ChatExchange exchange, CancellationToken cancellationToken)
    {
        ExceptionDispatchInfo.Throw(Create(exchange, cancellationToken));
        return null;
    }

    private static Exception Create(ChatExchange exchange, CancellationToken cancellationToken)
    {
        if (exchange.Result.Error == RoutingError.CallerGone && cancellationToken.IsCancellationRequested)
        {
            return new OperationCanceledException(cancellationToken);
        }

        if (exchange.Result.Error == RoutingError.DeadlineExceeded)
        {
            return new TimeoutException("The request's deadline passed before an answer was complete (timeouts.total).", exchange.Error);
        }

        // The provider's own words and type: callers that know its library go on handling what they always did.
        if (exchange.Error is { } error and not OperationCanceledException)
        {
            error.Data[DecisionKey] = exchange.Id;
            return error;
        }

        var code = RoutingErrors.Name(exchange.Result.Error);
        return new LoadlineException(
            code, $"No deployment answered this request: the last one tried ended with {code}.", exchange.Id);
    }
}
