using Microsoft.Extensions.Logging;

namespace Loadline.Gateway.Forwarding;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Warning, "{Decision}: attempt at {Deployment} failed: {Outcome} (status {Status})")]
    public static partial void AttemptFailed(ILogger logger, string decision, string deployment, string outcome, int status);

    [LoggerMessage(2, LogLevel.Error, "{Decision}: the gateway itself failed")]
    public static partial void Failed(ILogger logger, Exception error, string decision);
}
