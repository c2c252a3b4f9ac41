using System.Text;
using Loadline.Core.Plans;
using Loadline.Testing;
using Loadline.Testing.Recordings;
using Loadline.Wire.Errors;

namespace Loadline.Wire.Tests.Errors;

/// <summary>Row 12: what an error is about, in the words of many providers.</summary>
public sealed class UpstreamFailuresTests
{
    [Theory]
    [InlineData(400, """{"error":{"message":"x","code":"context_length_exceeded"}}""", RoutingError.UpstreamContextOverflow)]
    [InlineData(400, """{"error":{"message":"x","code":"content_filter"}}""", RoutingError.UpstreamContentFiltered)]
    [InlineData(400, """{"error":{"message":"Your credit balance is too low to access the API."}}""", RoutingError.UpstreamQuota)]
    [InlineData(402, "", RoutingError.UpstreamQuota)]
    [InlineData(402, """{"error":{"message":"Insufficient Balance"}}""", RoutingError.UpstreamQuota)]
    [InlineData(429, """{"error":{"message":"x","code":"insufficient_quota"}}""", RoutingError.UpstreamQuota)]
    [InlineData(429, """{"error":{"message":"Rate limit reached."}}""", RoutingError.UpstreamRateLimited)]
    [InlineData(404, """{"error":{"message":"No such file."}}""", RoutingError.UpstreamRefused)]
    [InlineData(400, """{"error":{"message":"Conversation not found"}}""", RoutingError.UpstreamRefused)]
    [InlineData(422, """{"error":{"message":"tools[0].type: field required"}}""", RoutingError.UpstreamRefused)]
    [InlineData(413, "", RoutingError.UpstreamRefused)]
    [InlineData(401, "<html>", RoutingError.UpstreamAuth)]
    [InlineData(403, "{}", RoutingError.UpstreamAuth)]
    [InlineData(500, """{"error":{"message":"maximum context length"}}""", RoutingError.UpstreamUnavailable)]
    [InlineData(529, "", RoutingError.UpstreamUnavailable)]
    [InlineData(408, "", RoutingError.UpstreamUnavailable)]
    [InlineData(302, "", RoutingError.UpstreamBroken)]
    public void Classify_StatusAndWords_TellWhatItIsAbout(int status, string body, RoutingError expected) =>
        Assert.Equal(expected, UpstreamFailures.Classify(status, Encoding.UTF8.GetBytes(body)));

    [Fact]
    public void Classify_QuotaWithATimeToComeBack_IsARateLimit() => Assert.Equal(
        RoutingError.UpstreamRateLimited,
        UpstreamFailures.Classify(429, """{"error":{"message":"You exceeded your current quota."}}"""u8, hasRetryDelay: true));

    /// <summary>The recorded replies' cassettes are named for what was provoked: nothing there may be taken for something else.</summary>
    [DataFact("wire/ERRORS.txt")]
    public void Classify_RecordedReplies_AreWhatTheirRecordingsWereMadeFor()
    {
        var counts = new Dictionary<RoutingError, int>();
        foreach (var line in File.ReadLines(DataFolder.Path("wire/ERRORS.txt")).Where(line => line.Length > 0 && line[0] != '#'))
        {
            var (status, body, cassette) = Split(line);
            var error = UpstreamFailures.Classify(status, Encoding.UTF8.GetBytes(body));
            counts[error] = counts.GetValueOrDefault(error) + 1;
            if (cassette.Contains("handles_context_length_exceeded", StringComparison.Ordinal))
            {
                // Two of them hit a rate limit before the limit that they were after.
                Assert.Equal(status != 429, error == RoutingError.UpstreamContextOverflow);
            }
            else if (cassette.Contains("raises_appropriate_auth_error", StringComparison.Ordinal))
            {
                Assert.Equal(RoutingError.UpstreamAuth, error);
            }
            else
            {
                Assert.NotEqual(RoutingError.UpstreamContextOverflow, error);
                Assert.NotEqual(RoutingError.UpstreamContentFiltered, error);
            }
        }

        Assert.True(counts[RoutingError.UpstreamContextOverflow] >= 8, "overflows");
        Assert.True(counts[RoutingError.UpstreamModelNotFound] >= 12, "unknown models " + counts[RoutingError.UpstreamModelNotFound]);
        Assert.True(counts[RoutingError.UpstreamRefused] >= 15, "other refusals " + counts[RoutingError.UpstreamRefused]);
    }

    // host status body | cassette
    private static (int Status, string Body, string Cassette) Split(string line)
    {
        var parts = line.Split(' ', 3);
        var end = parts[2].LastIndexOf('|');
        return (int.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture), parts[2][..end], parts[2][end..]);
    }
}
