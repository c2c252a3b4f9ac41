using System.Text;
using Loadline.Core.Facts;
using Loadline.Core.Ledger;
using Loadline.Core.Tests.Support;
using Loadline.Testing.Cost;

namespace Loadline.Core.Tests.Ledger;

/// <summary>Who called, as a hash.</summary>
public sealed class IdentityTests
{
    private readonly IdentityHasher _hasher = new(new byte[16]);

    [Fact]
    public void Hash_OfOneValueInTextAndInBytes_IsTheSame()
    {
        foreach (var value in (string[])["", "alice", "Zoë ☕", new string('x', 5000)])
        {
            Assert.Equal(_hasher.Hash(value), _hasher.Hash(Encoding.UTF8.GetBytes(value)));
        }

        Assert.NotEqual(_hasher.Hash("alice"), _hasher.Hash("bob"));
        Assert.NotEqual(_hasher.Hash("alice"), new IdentityHasher(IdentityHasher.NewSalt()).Hash("alice"));
        Assert.True(IdentityHasher.IsHash(IdentityHasher.ToText(_hasher.Hash("alice"))));
        Assert.False(IdentityHasher.IsHash("alice"));
    }

    [Fact]
    public void Caller_IsTheBodysUserBeforeTheCredential()
    {
        var headers = new TestHeaders(("Authorization", "Bearer key-1"));
        var facts = Facts("""{"user":"al\u0069ce"}""", headers);
        Assert.Equal(_hasher.Hash("key-1"), RequestIdentity.Caller(facts, _hasher));

        facts.User = new ByteRange(9, 10);
        Assert.Equal(_hasher.Hash("alice"), RequestIdentity.Caller(facts, _hasher));
        Assert.Null(RequestIdentity.Caller(Facts("{}", null), _hasher));
    }

    [Fact]
    public void Session_IsAHeaderBeforeMetadata()
    {
        var facts = Facts("""{"metadata":{"session_id":"s1"}}""", null);
        facts.AddMetadata(new MetadataEntry(new ByteRange(14, 10), new ByteRange(27, 2)));
        Assert.Equal(_hasher.Hash("s1"), RequestIdentity.Session(facts, _hasher));

        facts.Headers = new TestHeaders(("x-claude-code-session-id", "s2"));
        Assert.Equal(_hasher.Hash("s2"), RequestIdentity.Session(facts, _hasher));
        Assert.Null(RequestIdentity.Session(Facts("{}", null), _hasher));
    }

    [Fact]
    public void Hashing_AllocatesNothing()
    {
        var facts = Facts("{}", new TestHeaders(("Authorization", "Bearer key-1")));
        RequestIdentity.Caller(facts, _hasher);
        Assert.Equal(0, Allocations.Least(() =>
        {
            for (var i = 0; i < 100; i++)
            {
                RequestIdentity.Caller(facts, _hasher);
                RequestIdentity.Session(facts, _hasher);
            }
        }));
    }

    private static RequestFacts Facts(string body, IRequestHeaders? headers)
    {
        var facts = new RequestFacts();
        facts.Reset(Encoding.UTF8.GetBytes(body));
        facts.Headers = headers;
        return facts;
    }
}
