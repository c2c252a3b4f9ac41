using System.Text.Json.Serialization;

namespace Loadline.Core.Signals;

/// <summary>What requests are told apart by where a quality line is to hold in each part of the traffic.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<SegmentKind>))]
public enum SegmentKind
{
    /// <summary>What the request wants done, as its text shows it.</summary>
    Task,

    /// <summary>The field it speaks of.</summary>
    Domain,

    /// <summary>The language it is written in, where it can be told.</summary>
    Language,

    /// <summary>How long the prompt is, in tokens: bounds are 64, 256, 1,024, 4,096 and 16,384.</summary>
    Length,

    /// <summary>The team of the caller's key; graded rows name it in <c>tenant</c>.</summary>
    Tenant,
}
