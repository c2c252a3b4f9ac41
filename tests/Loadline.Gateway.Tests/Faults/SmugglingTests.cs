using System.Text;
using Loadline.Gateway.Tests.Kit;
using Loadline.Testing;

namespace Loadline.Gateway.Tests.Faults;

/// <summary>Row 34: what an ambiguous request does was measured once; a new runtime must not do otherwise unnoticed.</summary>
public sealed class SmugglingTests
{
    private const string Body = """{"model":"m","messages":[{"role":"user","content":"Hello"}]}""";
    private const string Start = "POST /v1/chat/completions HTTP/1.1\r\n";
    private const string Host = "Host: 127.0.0.1\r\n";

    private static readonly string Length = $"Content-Length: {Body.Length}\r\n";
    private static readonly string Chunked = $"{Body.Length:x}\r\n{Body}\r\n0\r\n\r\n";

    private static readonly Dictionary<string, string> Refused = new()
    {
        ["two lengths"] = Start + Host + Length + "Content-Length: 4\r\n\r\n" + Body,
        ["a list of lengths"] = Start + Host + $"Content-Length: {Body.Length}, {Body.Length}\r\n\r\n" + Body,
        ["a negative length"] = Start + Host + "Content-Length: -1\r\n\r\n" + Body,
        ["an unknown transfer coding"] = Start + Host + "Transfer-Encoding: xchunked\r\n\r\n" + Chunked,
        ["chunked, then identity"] = Start + Host + "Transfer-Encoding: chunked, identity\r\n\r\n" + Chunked,
        ["a line feed in a chunk extension"] = Start + Host + $"Transfer-Encoding: chunked\r\n\r\n{Body.Length:x};a\nb\r\n{Body}\r\n0\r\n\r\n",
        ["a folded header"] = Start + Host + Length + "X-A: b\r\n c\r\n\r\n" + Body,
        ["a space before the colon"] = Start + Host + $"Content-Length : {Body.Length}\r\n\r\n" + Body,
        ["a NUL in a header"] = Start + Host + Length + "X-A: b\0c\r\n\r\n" + Body,
        ["no host"] = Start + Length + "\r\n" + Body,
        ["two hosts"] = Start + Host + "Host: other\r\n" + Length + "\r\n" + Body,
        ["another host in the target"] = "POST http://other/v1/chat/completions HTTP/1.1\r\n" + Host + Length + "\r\n" + Body,
    };

    private static readonly Dictionary<string, string> Taken = new()
    {
        ["length and chunked: chunked counts"] = Start + Host + "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n" + Chunked,
        ["bare line feeds"] = (Start + Host + Length + "\r\n").Replace("\r\n", "\n", StringComparison.Ordinal) + Body,
        ["a plus in the length"] = Start + Host + $"Content-Length: +{Body.Length}\r\n\r\n" + Body,
    };

    public static TheoryData<string> RefusedNames => [.. Refused.Keys];

    public static TheoryData<string> TakenNames => [.. Taken.Keys];

    [Theory]
    [MemberData(nameof(RefusedNames))]
    public async Task Send_AmbiguousFraming_Is400AndReachesNobody(string name)
    {
        await using var upstream = FakeUpstream.Start();
        await using var gateway = await TestGateway.StartAsync(Configs.Deployments(upstream.BaseUrl));
        await using var client = await gateway.ConnectAsync();
        await client.SendAsync(Encoding.Latin1.GetBytes(Refused[name]));

        Assert.Equal(400, (await client.ReadHeadAsync()).Status);
        await client.ReadUntilClosedAsync();
        Assert.Empty(upstream.Requests);
    }

    /// <summary>The bytes after such a request are never a second one: it was framed anew for the upstream, which saw exactly one.</summary>
    [Theory]
    [MemberData(nameof(TakenNames))]
    public async Task Send_LenientFraming_IsOneRequestFramedAnew(string name)
    {
        await using var upstream = FakeUpstream.Start();
        await using var gateway = await TestGateway.StartAsync(Configs.Deployments(upstream.BaseUrl));
        await using var client = await gateway.ConnectAsync();
        await client.SendAsync(Taken[name]);

        Assert.Equal(200, (await Answer.ReadAsync(client)).Status);
        var request = Assert.Single(upstream.Requests);
        Assert.Equal(Body.Replace("\"m\"", "\"up-0\"", StringComparison.Ordinal), request.BodyText);
        Assert.Equal((request.Body.Length.ToString(System.Globalization.CultureInfo.InvariantCulture), null), (request.Header("Content-Length"), request.Header("Transfer-Encoding")));
        if (name.StartsWith("length and chunked", StringComparison.Ordinal))
        {
            Assert.Equal(BodyEnd.Closed, await client.ReadUntilClosedAsync());
        }
    }
}
