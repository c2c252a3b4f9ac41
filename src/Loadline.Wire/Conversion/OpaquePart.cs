using System.Text.Json;

namespace Loadline.Wire.Conversion;

/// <summary>A part that only its own dialect understands, such as a hosted tool's search result.</summary>
/// <param name="Origin">The dialect it may be written to.</param>
/// <param name="Type">Its type there, for the loss report.</param>
/// <param name="Json">The part as it came.</param>
public sealed record OpaquePart(Dialect Origin, string Type, JsonElement Json) : ChatPart;
