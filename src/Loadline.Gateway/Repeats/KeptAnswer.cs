using Microsoft.Extensions.Primitives;

namespace Loadline.Gateway.Repeats;

/// <summary>An answer as it went to its caller.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Headers">Its headers, without those of the framing.</param>
/// <param name="Body">Its body, a stream's events included.</param>
internal sealed record KeptAnswer(int Status, IReadOnlyList<KeyValuePair<string, StringValues>> Headers, ReadOnlyMemory<byte> Body);
