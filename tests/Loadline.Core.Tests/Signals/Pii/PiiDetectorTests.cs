using System.Text;
using Loadline.Core.Signals.Pii;

namespace Loadline.Core.Tests.Signals.Pii;

public sealed class PiiDetectorTests
{
    // Numbers here are documented test numbers or made up with right check digits.
    [Theory]
    [InlineData(PiiKinds.Email, "write to jane.o'neil+news@mail.example.co.uk.", "jane.o'neil+news@mail.example.co.uk")]
    [InlineData(PiiKinds.Phone, "call +44 20 7946 0958 today", "+44 20 7946 0958")]
    [InlineData(PiiKinds.Phone, "(212) 555-0123, after six", "(212) 555-0123")]
    [InlineData(PiiKinds.Phone, "212-555-0123 x45", "212-555-0123 x45")]
    [InlineData(PiiKinds.Phone, "my mobile: 555 0123", "555 0123")]
    [InlineData(PiiKinds.Phone, "room 12 212-555-0123", "212-555-0123")]
    [InlineData(PiiKinds.Phone, "item 7 020 7946 0958", "020 7946 0958")]
    [InlineData(PiiKinds.Phone, "Tel. 0151 23456789", "0151 23456789")]
    [InlineData(PiiKinds.Card, "card 4111 1111 1111 1111 expires soon", "4111 1111 1111 1111")]
    [InlineData(PiiKinds.Card, "378282246310005", "378282246310005")]
    [InlineData(PiiKinds.Iban, "IBAN: GB82 WEST 1234 5698 7654 32.", "GB82 WEST 1234 5698 7654 32")]
    [InlineData(PiiKinds.Iban, "de89370400440532013000", "de89370400440532013000")]
    [InlineData(PiiKinds.Ip, "host 192.168.10.254:8080", "192.168.10.254")]
    [InlineData(PiiKinds.Ip, "ping 2001:db8::8a2e:370:7334 now", "2001:db8::8a2e:370:7334")]
    [InlineData(PiiKinds.Url, "(see https://example.org/a?b=1).", "https://example.org/a?b=1")]
    [InlineData(PiiKinds.Url, "at www.example.com, say", "www.example.com")]
    [InlineData(PiiKinds.Ssn, "SSN 536-22-8145", "536-22-8145")]
    [InlineData(PiiKinds.Date, "born 1984-02-29T10:00", "1984-02-29")]
    [InlineData(PiiKinds.Date, "on 3/14/87", "3/14/87")]
    [InlineData(PiiKinds.Date, "by the 5th of March 2019, or so", "5th of March 2019")]
    [InlineData(PiiKinds.Date, "since Sept. 7, 1999", "Sept. 7, 1999")]
    [InlineData(PiiKinds.Date, "生于1990年5月17日。", "1990年5月17日")]
    public void Scan_OneEntity_FindsItsExtent(PiiKinds kind, string text, string entity)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        Span<PiiMatch> matches = new PiiMatch[4];
        Assert.Equal(1, PiiScanner.Scan(bytes, matches));
        Assert.Equal(kind, matches[0].Kind);
        Assert.Equal(entity, Encoding.UTF8.GetString(bytes, matches[0].Start, matches[0].Length));
        Assert.Equal(kind, PiiDetector.Find(bytes));
    }

    [Theory]
    [InlineData("version 10.0.26100.4351 of 2024")]
    [InlineData("It costs $1,234,567.89 or 12.5 %")]
    [InlineData("order 4111111111111112 is late")] // wrong Luhn digit
    [InlineData("GB83WEST12345698765432")] // wrong check digits
    [InlineData("std::vector<a::b> at 12:30:45")]
    [InlineData("0.1234567890 and 3.14159265358979")]
    [InlineData("uuid 123e4567-e89b-12d3-a456-426614174000")]
    [InlineData("ratio 16:9, @mention, a@b, 1 000 000 people")]
    [InlineData("in 1977 the 300 members of 000-12-3456")]
    [InlineData("for (i = 0; i < 10; i++) x[i] = 0x1F;")]
    [InlineData("May I have 12 marches?")]
    public void Find_LookAlikes_FindsNothing(string text) => Assert.Equal(PiiKinds.None, PiiDetector.Find(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void Scan_SeveralEntities_ComeInOrderWithoutOverlap()
    {
        var text = "Jo (jo@example.com, +1 212 555 0123) paid with 5555 5555 5555 4444 on 2024-01-31 from 10.1.2.3, see http://1.2.3.4/5555555555554444."u8;
        Span<PiiMatch> matches = new PiiMatch[16];
        var found = matches[..PiiScanner.Scan(text, matches)].ToArray();
        Assert.Equal([PiiKinds.Email, PiiKinds.Phone, PiiKinds.Card, PiiKinds.Date, PiiKinds.Ip, PiiKinds.Url], found.Select(m => m.Kind));
        Assert.All(found.Zip(found.Skip(1)), pair => Assert.True(pair.First.Start + pair.First.Length <= pair.Second.Start));
    }

    [Fact]
    public void Find_OnlyWhatIsWanted_LeavesOutTheRest()
    {
        var text = "jo@example.com 536-22-8145"u8;
        Assert.Equal(PiiKinds.Ssn, PiiDetector.Find(text, PiiKinds.Ssn | PiiKinds.Card));
        Assert.Equal(PiiKinds.None, PiiDetector.Find(text, PiiKinds.None));
    }

    [Fact]
    public void Scan_FullBuffer_Stops() => Assert.Equal(1, PiiScanner.Scan("a@b.de c@d.de"u8, new PiiMatch[1]));

    [Fact]
    public void Names_EveryKind_GoesThereAndBack()
    {
        Assert.Equal(8, PiiNames.All.Count);
        foreach (var name in PiiNames.All)
        {
            Assert.True(PiiNames.TryParse(name.ToUpperInvariant(), out var kind));
            Assert.Equal(name, PiiNames.ToName(kind));
            Assert.True((PiiKinds.All & kind) == kind);
        }

        Assert.False(PiiNames.TryParse("passport", out _));
    }
}
