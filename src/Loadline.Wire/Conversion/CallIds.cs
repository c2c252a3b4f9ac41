using System.Globalization;
using System.Text;

namespace Loadline.Wire.Conversion;

/// <summary>Ids of tool calls that the upstream left without one.</summary>
internal static class CallIds
{
    /// <summary>The upstream's id, or one made of the exchange's id and the call's number: unique over a conversation.</summary>
    public static string For(string id, ReplyContext context, int index) =>
        id.Length > 0 ? id : string.Create(CultureInfo.InvariantCulture, $"call_{context.Id}_{index}");

    public static string For(ReadOnlySpan<byte> id, ReplyContext context, int index) =>
        id.IsEmpty ? For(string.Empty, context, index) : Encoding.UTF8.GetString(id);
}
