using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Loadline.Dashboard.Hosting;

/// <summary>What the dashboard logs.</summary>
internal static partial class Log
{
    [LoggerMessage(LogLevel.Error, "The dashboard's page {Path} failed.")]
    public static partial void PageFailed(ILogger logger, Exception error, PathString path);
}
