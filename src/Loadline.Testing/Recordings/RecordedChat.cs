using Loadline.Wire.Conversion;

namespace Loadline.Testing.Recordings;

/// <summary>One recorded call of a chat API.</summary>
public sealed record RecordedChat(string Name, Dialect Dialect, int Status, bool IsStream, string Url, byte[] Request, byte[] Reply)
{
    public override string ToString() => $"{Dialect} {(IsStream ? "stream" : "whole")} {Name}";
}
