using System.IO.Pipelines;
using System.Net;

namespace Loadline.Gateway.Simulation;

/// <summary>A simulated answer that arrives as a real stream would: after a wait, then chunk by chunk.</summary>
internal sealed class SimulatedStreamContent(
    string id, string model, SimulatedAnswer answer, bool includeUsage, TimeProvider time) : HttpContent
{
    protected override Task<Stream> CreateContentReadStreamAsync() => Task.FromResult(Start(CancellationToken.None));

    protected override Task<Stream> CreateContentReadStreamAsync(CancellationToken cancellationToken) => Task.FromResult(Start(cancellationToken));

    protected override Stream CreateContentReadStream(CancellationToken cancellationToken) => Start(cancellationToken);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => Start(CancellationToken.None).CopyToAsync(stream);

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }

    private Stream Start(CancellationToken cancellationToken)
    {
        var pipe = new Pipe();
        _ = WriteAsync(pipe.Writer, cancellationToken);
        return pipe.Reader.AsStream();
    }

    private async Task WriteAsync(PipeWriter writer, CancellationToken cancellationToken)
    {
        try
        {
            await WaitAsync(answer.TimeToFirstToken, cancellationToken).ConfigureAwait(false);
            var chunks = SimulatedReplyWriter.Chunks(answer.Text).ToList();
            var gap = (answer.Duration - answer.TimeToFirstToken) / Math.Max(1, chunks.Count);
            foreach (var chunk in chunks)
            {
                SimulatedReplyWriter.Chunk(writer, id, model, chunk);
                if ((await writer.FlushAsync(cancellationToken).ConfigureAwait(false)).IsCompleted)
                {
                    return;
                }

                await WaitAsync(gap, cancellationToken).ConfigureAwait(false);
            }

            SimulatedReplyWriter.Chunk(writer, id, model, null);
            SimulatedReplyWriter.Tail(writer, id, model, answer, includeUsage);
        }
        catch (OperationCanceledException)
        {
            // The reader has gone; there is nobody to tell.
        }
        finally
        {
            await writer.CompleteAsync().ConfigureAwait(false);
        }
    }

    private Task WaitAsync(TimeSpan duration, CancellationToken cancellationToken) =>
        duration > TimeSpan.Zero ? Task.Delay(duration, time, cancellationToken) : Task.CompletedTask;
}
