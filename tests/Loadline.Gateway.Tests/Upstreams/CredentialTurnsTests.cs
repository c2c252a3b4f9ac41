using Loadline.Core.Configuration;
using Loadline.Gateway.Upstreams;
using Loadline.Testing;

namespace Loadline.Gateway.Tests.Upstreams;

public sealed class CredentialTurnsTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void RoundRobin_SharesEvenly_AndPassesOverWhoRests()
    {
        var sut = new CredentialTurns(3, KeyRotation.RoundRobin, _time);
        Assert.Equal([0, 1, 2, 0], Take(sut, 4));
        Assert.True(sut.Ended(1, 429, TimeSpan.FromSeconds(30)));
        Assert.Equal([2, 2, 0, 2], Take(sut, 4));
        _time.Advance(TimeSpan.FromSeconds(31));
        Assert.Contains(1, Take(sut, 3));
    }

    [Fact]
    public void Failover_StaysWithTheFirst_AndComesBackToIt()
    {
        var sut = new CredentialTurns(2, KeyRotation.Failover, _time);
        Assert.Equal([0, 0], Take(sut, 2));
        Assert.True(sut.Ended(0, 429, null));
        Assert.Equal([1, 1], Take(sut, 2));
        _time.Advance(CredentialTurns.SlowedRest);
        Assert.Equal([0, 0], Take(sut, 2));
    }

    [Fact]
    public void Refused_RestsLongerEachTime_UntilItServes()
    {
        var sut = new CredentialTurns(2, KeyRotation.Failover, _time);
        var rests = new List<double>();
        for (var i = 0; i < 6; i++)
        {
            Assert.True(sut.Ended(0, 401, null));
            rests.Add(sut.Left(0).TotalMinutes);
        }

        Assert.Equal([1, 2, 4, 8, 10, 10], rests);
        Assert.False(sut.Ended(0, 200, null));
        Assert.Equal(TimeSpan.Zero, sut.Left(0));
        Assert.True(sut.Ended(0, 403, null));
        Assert.Equal(1, sut.Left(0).TotalMinutes);
    }

    [Fact]
    public void AllRest_TheSoonestBackIsAsked_OnlyOnce()
    {
        var sut = new CredentialTurns(3, KeyRotation.RoundRobin, _time);
        sut.Ended(0, 429, TimeSpan.FromSeconds(30));
        sut.Ended(1, 429, TimeSpan.FromSeconds(10));
        sut.Ended(2, 401, null);
        Assert.Equal(1, sut.Pick(0));
        Assert.Equal(-1, sut.Pick(0b10));
    }

    [Theory]
    [InlineData(200)]
    [InlineData(400)]
    [InlineData(404)]
    [InlineData(500)]
    public void OtherStatuses_AreNoFaultOfTheCredential(int status)
    {
        var sut = new CredentialTurns(2, KeyRotation.Failover, _time);
        Assert.False(sut.Ended(0, status, TimeSpan.FromSeconds(9)));
        Assert.Equal(0, sut.Pick(0));
    }

    [Fact]
    public void AdvisedRest_BeyondTheLongest_IsNotBelieved()
    {
        var sut = new CredentialTurns(2, KeyRotation.Failover, _time);
        sut.Ended(0, 429, TimeSpan.FromDays(9));
        Assert.Equal(CredentialTurns.LongestRest, sut.Left(0));
    }

    private static int[] Take(CredentialTurns sut, int count) => [.. Enumerable.Range(0, count).Select(_ => sut.Pick(0))];
}
