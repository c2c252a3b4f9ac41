using Loadline.Cli.Commands;
using Loadline.Core.Outcomes;

namespace Loadline.Cli.Replay;

/// <summary>Makes the request that a client would have sent for a row.</summary>
internal static class ReplayBodies
{
    public static List<ReplayRequest> Create(OutcomeTable table, string model, bool stream) =>
        [.. table.Rows.Select(row => new ReplayRequest(row.Id, PromptBody.Create(model, row.Prompt, row.Messages, row.Tools, stream)))];
}
