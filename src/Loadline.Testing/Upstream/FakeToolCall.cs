namespace Loadline.Testing;

/// <summary>A function call in a scripted reply.</summary>
/// <param name="Id">Such as <c>call_1</c>.</param>
/// <param name="Name">The function's name.</param>
/// <param name="Arguments">JSON as text; on a stream it is cut into two fragments.</param>
public sealed record FakeToolCall(string Id, string Name, string Arguments);
