namespace Loadline.Gateway.External;

/// <summary>Reads replies of which little is wanted, and never more than that.</summary>
internal static class BoundedReply
{
    /// <summary>Reads a reply's body, as far as it is wanted.</summary>
    public static async ValueTask<byte[]> ReadAsync(HttpResponseMessage response, int most, CancellationToken cancellationToken)
    {
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        using var reply = new MemoryStream();
        var buffer = new byte[16 * 1024];
        while (reply.Length < most && await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false) is var read and > 0)
        {
            reply.Write(buffer, 0, read);
        }

        return reply.ToArray();
    }
}
