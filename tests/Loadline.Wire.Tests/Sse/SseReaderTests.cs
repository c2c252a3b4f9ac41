using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Loadline.Wire.Sse;

namespace Loadline.Wire.Tests.Sse;

public sealed class SseReaderTests
{
    private static readonly string[] Pieces =
        ["data: a", "data:b", "data", "data:  c", "event: error", "event:x", "id: 1", ": note", ":", "retry: 5", "\r", "\n", "\r\n", "\n\n", "\r\r", "\uFEFF", "é", "{\"a\":1}"];

    [Theory]
    [InlineData("data: a\n\n", "|a")]
    [InlineData("data:a\r\n\r\n", "|a")]
    [InlineData("data: a\r\rdata: b\r\r", "|a", "|b")]
    [InlineData("event: x\r\ndata:  a\n\r\n", "x| a")]
    [InlineData("\uFEFFdata: a\n\n", "|a")]
    [InlineData("data: \uFEFFa\n\n\uFEFFdata: b\n\n", "|\uFEFFa", "|-")]
    [InlineData(": note\n\ndata: a\n\n", "|-", "|a")]
    [InlineData(": note\ndata: a\n\n", "|a")]
    [InlineData("data: a\ndata\ndata: b\n\n", "|a\n\nb")]
    [InlineData("event: x\nevent: y\ndata:\n\n", "y|")]
    [InlineData("\n\ndata: a\n\n", "|-", "|-", "|a")]
    [InlineData("dataset: a\nDATA: b\n\n", "|-")]
    [InlineData("data: a\n\ndata: b", "|a", "|b…")]
    [InlineData("data: a\n\ndata: b\n", "|a", "|b…")]
    [InlineData("data: a\n\r", "|a")]
    public void Read_WholeStream_GivesItsEvents(string stream, params string[] expected) =>
        Assert.Equal(expected, Read(Encoding.UTF8.GetBytes(stream), [], out _));

    [Fact]
    public void Read_AnySlicing_GivesTheSameEventsAndBytes()
    {
        var streams = Gen.Elements(Pieces).ArrayOf().Select(string.Concat).Where(text => text.Length > 0).ToArbitrary();
        Prop.ForAll(streams, ArbMap.Default.ArbFor<byte[]>(), (text, cuts) =>
        {
            var bytes = Encoding.UTF8.GetBytes(text);
            var whole = Read(bytes, [], out var raw);
            Assert.Equal(bytes, raw);
            Assert.Equal(whole, Read(bytes, cuts, out raw));
            Assert.Equal(bytes, raw);
            Assert.Equal(whole, Read(bytes, Enumerable.Repeat((byte)1, bytes.Length), out _));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(1000)]
    public void Read_EventAboveTheBound_Stops(int slice)
    {
        using var reader = new SseReader(maxEventBytes: 100);
        var stream = Encoding.UTF8.GetBytes("data: ok\n\ndata: " + new string('x', 200) + "\n\ndata: lost\n\n");
        var events = 0;
        for (var at = 0; at < stream.Length; at += slice)
        {
            reader.Append(stream.AsSpan(at, Math.Min(slice, stream.Length - at)));
            while (reader.TryRead(out _))
            {
                events++;
            }
        }

        Assert.Equal((1, true), (events, reader.IsTooLarge));
        reader.Reset();
        reader.Append("data: again\n\n"u8);
        Assert.True(reader.TryRead(out var sse));
        Assert.Equal("again", Encoding.UTF8.GetString(sse.Data));
    }

    [Fact]
    public void Read_OneDataLine_PointsIntoRaw()
    {
        using var reader = new SseReader();
        reader.Append("id: 4\nevent: m\ndata: abc\n\ndata: a\ndata: b\n\n"u8);
        Assert.True(reader.TryRead(out var sse));
        Assert.Equal("abc", Encoding.UTF8.GetString(sse.Raw.Slice(sse.DataOffset, sse.Data.Length)));
        Assert.True(reader.TryRead(out sse));
        Assert.Equal((-1, 2), (sse.DataOffset, sse.DataLines));
    }

    private static List<string> Read(ReadOnlySpan<byte> stream, IEnumerable<byte> cuts, out List<byte> raw)
    {
        using var reader = new SseReader();
        var events = new List<string>();
        raw = [];
        foreach (var cut in cuts)
        {
            var length = Math.Min(cut % 16, stream.Length);
            reader.Append(stream[..length]);
            stream = stream[length..];
            Drain(reader, events, raw);
        }

        reader.Append(stream);
        Drain(reader, events, raw);
        reader.Complete();
        Drain(reader, events, raw);
        return events;
    }

    private static void Drain(SseReader reader, List<string> events, List<byte> raw)
    {
        while (reader.TryRead(out var sse))
        {
            raw.AddRange(sse.Raw);
            var data = sse.DataLines == 0 ? "-" : Encoding.UTF8.GetString(sse.Data);
            events.Add(Encoding.UTF8.GetString(sse.Name) + "|" + data + (sse.IsTerminated ? "" : "…"));
        }
    }
}
