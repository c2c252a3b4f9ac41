using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Loadline.Core.Configuration;
using Loadline.Gateway.Forwarding;
using Loadline.Gateway.Upstreams.Protocols;
using Loadline.Testing;
using Loadline.Wire.OpenAI;

namespace Loadline.Gateway.Tests.Upstreams;

/// <summary>Signatures against the published signing test suite, and of requests as they are sent.</summary>
public sealed class SigV4Tests
{
    private const string Suite = "wire/awslabs+aws-c-auth/tests/aws-signing-test-suite/v4";

    private static readonly AwsCredentials Credentials =
        new(new Secret("AKIDEXAMPLE"), new Secret("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"), null);

    /// <summary>All of the suite whose requests carry no header but the host, whose token is signed, and whose paths need no normalising, which .NET's addresses have had.</summary>
    [DataFact(Suite)]
    public void Sign_CasesOfTheSuite_AreAsPublished()
    {
        var done = 0;
        foreach (var folder in Directory.EnumerateDirectories(DataFolder.Path(Suite)).Order(StringComparer.Ordinal))
        {
            var lines = File.ReadAllText(Path.Combine(folder, "request.txt")).Split('\n');
            using var context = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "context.json")));
            var target = lines[0][(lines[0].IndexOf(' ', StringComparison.Ordinal) + 1)..lines[0].LastIndexOf(' ')];
            var (path, query) = target.IndexOf('?', StringComparison.Ordinal) is var at && at >= 0 ? (target[..at], target[at..]) : (target, "");
            if (lines.Skip(1).Any(line => line.Length > 0 && !line.StartsWith("Host:", StringComparison.OrdinalIgnoreCase))
                || (context.RootElement.TryGetProperty("omit_session_token", out var omit) && omit.GetBoolean())
                || (context.RootElement.GetProperty("normalize").GetBoolean() && IsLoose(path)))
            {
                continue;
            }

            var signed = Signer(context.RootElement).Sign(
                lines[0].Split(' ')[0],
                "example.amazonaws.com",
                path,
                query,
                Convert.ToHexStringLower(SHA256.HashData([])),
                DateTimeOffset.Parse(context.RootElement.GetProperty("timestamp").GetString()!, CultureInfo.InvariantCulture));
            var published = File.ReadAllText(Path.Combine(folder, "header-signature.txt")).Trim();
            Assert.True(signed.Authorization.EndsWith("Signature=" + published, StringComparison.Ordinal), Path.GetFileName(folder));
            done++;
        }

        // Of 38; left out: headers of their own (8), paths to be normalised (6), a token that is not signed (1).
        Assert.Equal(23, done);
    }

    [Fact]
    public void Sign_ModelIdWithColon_IsEncodedOnceMoreThanItIsSent()
    {
        var signer = new SigV4Signer(Credentials, "us-east-1", "bedrock");
        var canonical = signer.Canonical("POST", "h", "/model/anthropic.claude-v1%3A0/converse", "", "hash", "20150830T123600Z");
        Assert.Equal("/model/anthropic.claude-v1%253A0/converse", canonical.Split('\n')[1]);
    }

    [Fact]
    public void Apply_SameBytesSplicedAndWhole_AreSignedAlike()
    {
        var body = Encoding.UTF8.GetBytes("""{"model":"m","messages":[{"role":"user","content":"x"}]}""");
        var whole = Signed(new ConvertedContent(body));
        var facts = new Core.Facts.RequestFacts();
        facts.Reset(body);
        Assert.True(ChatRequestScanner.Scan(facts).Ok);
        ChatRequestSplicer.Splice(facts, new UpstreamEdits("\"m\""u8.ToArray(), default, false), out var spliced);
        Assert.True(spliced.Count > 1);
        Assert.Equal(whole, Signed(new SplicedContent(in spliced)));
        Assert.NotEqual(whole, Signed(new ConvertedContent("{}"u8.ToArray())));
    }

    [Fact]
    public void Apply_NextDay_SignsWithThatDaysKey()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 1, 1, 23, 59, 59, TimeSpan.Zero));
        var credential = new SigV4Credential(Credentials, "us-east-1", time);
        var first = Signed(new ConvertedContent("{}"u8.ToArray()), credential);
        time.Advance(TimeSpan.FromSeconds(1));
        var second = Signed(new ConvertedContent("{}"u8.ToArray()), credential);
        Assert.Contains("/20260101/us-east-1/bedrock/aws4_request", first, StringComparison.Ordinal);
        Assert.Contains("/20260102/us-east-1/bedrock/aws4_request", second, StringComparison.Ordinal);
        Assert.Equal(second, Signed(new ConvertedContent("{}"u8.ToArray()), new SigV4Credential(Credentials, "us-east-1", time)));
    }

    private static string Signed(UpstreamContent content, SigV4Credential? credential = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "https://bedrock-runtime.us-east-1.amazonaws.com/model/m/converse") { Content = content };
        credential ??= new SigV4Credential(Credentials, "us-east-1", new FakeTimeProvider(DateTimeOffset.UnixEpoch));
        credential.Apply(request);
        return request.Headers.NonValidated["Authorization"].ToString();
    }

    private static SigV4Signer Signer(JsonElement context)
    {
        var token = context.GetProperty("credentials").TryGetProperty("token", out var given) ? new Secret(given.GetString()!) : null;
        return new SigV4Signer(Credentials with { SessionToken = token }, "us-east-1", "service");
    }

    private static bool IsLoose(string path) => path.Contains("//", StringComparison.Ordinal) || path.Contains("/.", StringComparison.Ordinal);
}
