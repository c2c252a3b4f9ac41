using System.Buffers.Binary;
using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Loadline.Cli.Tests.Soak;

/// <summary>Makes another .NET process collect all its garbage, so that what its heap holds afterwards is alive.</summary>
/// <remarks>Over the runtime's diagnostics socket: an event session with the keyword that asks for a collection, ended as soon as it has begun.</remarks>
internal static class FullCollection
{
    private const ulong CollectKeyword = 0x800000;
    private const uint Informational = 4;
    private const int HeaderBytes = 20;

    public static async Task RunAsync(int process)
    {
        using var session = await ConnectAsync(process);
        await using var events = new NetworkStream(session);
        await events.WriteAsync(Message(2, 3, payload =>
        {
            payload.Write(16u);
            payload.Write(1u);
            payload.Write(false);
            payload.Write(1u);
            payload.Write(CollectKeyword);
            payload.Write(Informational);
            Write(payload, "Microsoft-Windows-DotNETRuntime");
            payload.Write(0u);
        }));
        var answer = new byte[HeaderBytes + sizeof(ulong)];
        await events.ReadExactlyAsync(answer);
        Assert.Equal(0xFF, answer[16]);
        Assert.Equal(0, answer[17]);
        var id = BinaryPrimitives.ReadUInt64LittleEndian(answer.AsSpan(HeaderBytes));
        var draining = events.CopyToAsync(Stream.Null);
        using var stop = await ConnectAsync(process);
        await using var stopping = new NetworkStream(stop);
        await stopping.WriteAsync(Message(2, 1, payload => payload.Write(id)));
        await stopping.ReadExactlyAsync(answer);
        await draining.WaitAsync(TimeSpan.FromSeconds(30));
    }

    private static async Task<Socket> ConnectAsync(int process)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"dotnet-diagnostic-{process}-*-socket");
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(Directory.GetFiles(Path.GetTempPath(), name).Single()));
        return socket;
    }

    private static byte[] Message(byte set, byte command, Action<BinaryWriter> payload)
    {
        using var message = new MemoryStream();
        using var writer = new BinaryWriter(message);
        writer.Write("DOTNET_IPC_V1\0"u8);
        writer.Write((ushort)0);
        writer.Write(set);
        writer.Write(command);
        writer.Write((ushort)0);
        payload(writer);
        var bytes = message.ToArray();
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(14), (ushort)bytes.Length);
        return bytes;
    }

    // Its length in characters, the closing zero included, then UTF-16.
    private static void Write(BinaryWriter writer, string text)
    {
        writer.Write((uint)text.Length + 1);
        writer.Write(Encoding.Unicode.GetBytes(text + "\0"));
    }
}
