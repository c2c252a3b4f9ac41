using Microsoft.Extensions.Logging;

namespace Loadline.Extensions.AI;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Warning, "The changed config was not taken; the last good one stays in force.\n{Errors}")]
    public static partial void ConfigRefused(ILogger logger, string errors);
}
