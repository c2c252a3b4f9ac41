using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Loadline.Learning.Tables;

/// <summary>Digests that stand for ids and clusters where millions of them must be remembered.</summary>
internal static class TableKeys
{
    public static UInt128 OfId(string id) => Of("id\0" + id);

    /// <summary>Digests a cluster's name; case counts, unlike in prompts.</summary>
    public static UInt128 OfCluster(string cluster) => Of("cluster\0" + cluster);

    private static UInt128 Of(string text)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(text), digest);
        return BinaryPrimitives.ReadUInt128BigEndian(digest);
    }
}
