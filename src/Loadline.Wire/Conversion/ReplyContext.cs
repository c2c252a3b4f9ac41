namespace Loadline.Wire.Conversion;

/// <summary>What a reply is written with beside its content.</summary>
/// <param name="Id">An id of this exchange, unique; letters and digits. Prefixed as the dialect does.</param>
/// <param name="Model">The model name the caller is shown.</param>
/// <param name="CreatedUnixSeconds">When the reply began.</param>
public sealed record ReplyContext(string Id, string Model, long CreatedUnixSeconds)
{
    /// <summary>Gets the tool names of the request, to restore them.</summary>
    public ToolNames? Tools { get; init; }

    /// <summary>Gets the caller's request, which the Responses dialect echoes; not disposed before the reply is written.</summary>
    public ChatRequest? Request { get; init; }

    /// <summary>Gets a value indicating whether a chat stream ends with a usage chunk.</summary>
    public bool IncludeUsage { get; init; } = true;

    internal ToolOrigin Restore(string wire) => Tools?.Restore(wire) ?? new ToolOrigin(wire, null, false);
}
