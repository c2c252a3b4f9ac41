namespace Loadline.Acceptance.Tests;

/// <summary>What a request asks for.</summary>
internal enum Asked
{
    /// <summary>An answer to one line.</summary>
    Plain,

    /// <summary>An answer after a tool call and its result, with tools to call.</summary>
    Tools,

    /// <summary>An answer that follows a JSON Schema.</summary>
    Schema,
}
