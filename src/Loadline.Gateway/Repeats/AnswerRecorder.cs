using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;

namespace Loadline.Gateway.Repeats;

/// <summary>Passes an answer on to its caller and keeps a copy of it, up to <see cref="RepeatStore.MostBytesEach"/>.</summary>
internal sealed class AnswerRecorder : IHttpResponseBodyFeature
{
    private readonly IHttpResponseBodyFeature _inner;
    private readonly Copying _writer;

    private AnswerRecorder(IHttpResponseBodyFeature inner)
    {
        _inner = inner;
        _writer = new Copying(inner.Writer);
    }

    public Stream Stream => _writer.AsStream(leaveOpen: true);

    public PipeWriter Writer => _writer;

    /// <summary>Puts one between a request and its caller.</summary>
    public static AnswerRecorder Attach(HttpContext http)
    {
        var recorder = new AnswerRecorder(http.Features.GetRequiredFeature<IHttpResponseBodyFeature>());
        http.Features.Set<IHttpResponseBodyFeature>(recorder);
        return recorder;
    }

    /// <summary>Takes it away again, and gets what went through; <see langword="null"/> where that was too much.</summary>
    public KeptAnswer? Detach(HttpContext http)
    {
        http.Features.Set(_inner);
        if (_writer.IsTooMuch)
        {
            return null;
        }

        // What frames the body is the next connection's own.
        var headers = http.Response.Headers.Where(static header => header.Key is not ("Content-Length" or "Transfer-Encoding" or "Date" or "Connection"));
        return new KeptAnswer(
            http.Response.StatusCode, [.. headers.Select(static header => new KeyValuePair<string, StringValues>(header.Key, header.Value))], _writer.Copy());
    }

    public void DisableBuffering() => _inner.DisableBuffering();

    public Task StartAsync(CancellationToken cancellationToken = default) => _inner.StartAsync(cancellationToken);

    public Task SendFileAsync(string path, long offset, long? count, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException("An answer is no file.");

    public Task CompleteAsync() => _inner.CompleteAsync();

    private sealed class Copying(PipeWriter inner) : PipeWriter
    {
        private readonly ArrayBufferWriter<byte> _copy = new(4096);
        private Memory<byte> _handedOut;

        public bool IsTooMuch { get; private set; }

        public override bool CanGetUnflushedBytes => inner.CanGetUnflushedBytes;

        public override long UnflushedBytes => inner.UnflushedBytes;

        public ReadOnlyMemory<byte> Copy() => _copy.WrittenSpan.ToArray();

        public override void Advance(int bytes)
        {
            IsTooMuch |= _copy.WrittenCount + bytes > RepeatStore.MostBytesEach;
            if (!IsTooMuch)
            {
                _copy.Write(_handedOut.Span[..bytes]);
            }

            _handedOut = _handedOut[bytes..];
            inner.Advance(bytes);
        }

        public override Memory<byte> GetMemory(int sizeHint = 0) => _handedOut = inner.GetMemory(sizeHint);

        public override Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

        public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default) => inner.FlushAsync(cancellationToken);

        public override void CancelPendingFlush() => inner.CancelPendingFlush();

        public override void Complete(Exception? exception = null) => inner.Complete(exception);
    }
}
