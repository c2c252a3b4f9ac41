using System.Text;
using Loadline.Core.Certificates;
using Loadline.Core.Predictors;
using Loadline.Core.Quality;

namespace Loadline.Core.Tests.Certificates;

public sealed class CertificateFileTests
{
    [Fact]
    public void Read_WhatWasWritten_IsTheSame()
    {
        var read = CertificateFile.Read(CertificateFile.Write(Sample()), "auto.certificate.json");
        Assert.Equal(0.1, read.Knob!.Value.Cheap.Lambda);
        Assert.Equal(new QualityLine(0.95, 0.05), read.Line);
        Assert.Equal("abc", read.RouteDigest);
    }

    [Theory]
    [InlineData("0.95", "0.99")]
    [InlineData("\"abc\"", "\"abd\"")]
    public void Read_ChangedByHand_IsRefused(string from, string to)
    {
        var text = Encoding.UTF8.GetString(CertificateFile.Write(Sample()));
        Assert.Contains(from, text, StringComparison.Ordinal);
        var changed = Encoding.UTF8.GetBytes(text.Replace(from, to, StringComparison.Ordinal));
        var error = Assert.Throws<CertificateException>(() => CertificateFile.Read(changed, "auto.certificate.json"));
        Assert.Contains("changed", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_AllAttempts_SpendNoMoreThanAll() => Assert.Equal(1, Enumerable.Range(1, 60).Sum(AttemptShares.Of), 1e-12);

    private static Certificate Sample() => new()
    {
        Route = "auto",
        RouteDigest = "abc",
        Reference = "large",
        Line = new QualityLine(0.95, 0.05),
        Knob = new KnobMix(new PolicyKnob(PolicyKnob.ReferenceOnly, 1, 1), new PolicyKnob(0.1, 0.97, 0.2), 0.25),
        Attempt = 1,
        Delta = 0.04,
        Rows = 1000,
        Units = 990,
        Tables = ["d"],
        MeanKeep = 0.98,
        MeanLost = 0.02,
        MeanCost = 0.3,
        Issued = DateTimeOffset.UnixEpoch,
        Expires = DateTimeOffset.UnixEpoch.AddDays(90),
    };
}
