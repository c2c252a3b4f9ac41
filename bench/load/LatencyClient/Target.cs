using System.Globalization;
using System.Text;

namespace LatencyClient;

/// <summary>A server to measure, and the request to send it.</summary>
internal sealed record Target(string Name, int Port, byte[] Request, bool IsStream)
{
    public static Target Parse(string text)
    {
        var parts = text.Split('=', 3);
        var body = File.ReadAllBytes(parts[2]);
        var head = "POST /v1/chat/completions HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer bench\r\nContent-Type: application/json\r\n"
            + $"Content-Length: {body.Length.ToString(CultureInfo.InvariantCulture)}\r\n\r\n";
        var streams = body.AsSpan().IndexOf("\"stream\":true"u8) >= 0;
        return new Target(parts[0], int.Parse(parts[1], CultureInfo.InvariantCulture), [.. Encoding.ASCII.GetBytes(head), .. body], streams);
    }
}
