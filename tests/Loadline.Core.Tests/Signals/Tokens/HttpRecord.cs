using System.Globalization;
using System.Text;

namespace Loadline.Core.Tests.Signals.Tokens;

/// <summary>Reads the "httprr trace v1" format: lengths, then raw HTTP/1.1 requests and responses.</summary>
internal static class HttpRecord
{
    public static IEnumerable<(string RequestLine, string Request, string Response)> Read(string file)
    {
        var raw = File.ReadAllBytes(file);
        var at = Array.IndexOf(raw, (byte)'\n') + 1;
        while (at < raw.Length)
        {
            var end = Array.IndexOf(raw, (byte)'\n', at);
            var lengths = Encoding.ASCII.GetString(raw, at, end - at).Split(' ');
            var (request, response) = (int.Parse(lengths[0], CultureInfo.InvariantCulture), int.Parse(lengths[1], CultureInfo.InvariantCulture));
            var sent = Encoding.UTF8.GetString(raw, end + 1, request);
            var received = Encoding.UTF8.GetString(raw, end + 1 + request, response);
            at = end + 1 + request + response;
            yield return (sent[..sent.IndexOf('\r', StringComparison.Ordinal)], Body(sent), Body(received));
        }
    }

    private static string Body(string message)
    {
        var start = message.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4;
        return start < 4 ? "" : message[start..];
    }
}
