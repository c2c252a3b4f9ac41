using System.Collections.Frozen;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Loadline.Gateway.Access;
using Loadline.Learning.Charts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Loadline.Dashboard.Hosting;

/// <summary>Style, script and icon, from inside the assembly; their addresses change with their content, so browsers keep them for good.</summary>
internal static class DashboardAssets
{
    private const string Prefix = "Loadline.Dashboard.Assets.";

    private static readonly FrozenDictionary<string, Asset> Files = Load();

    /// <summary>Gets the address of a file.</summary>
    public static string Url(string name) => $"{DashboardPaths.Assets}/{name}?v={Files[name].Version}";

    public static void Map(IEndpointRouteBuilder app) => app.MapGet(DashboardPaths.Assets + "/{name}", static (string name, HttpContext http) =>
    {
        if (!Files.TryGetValue(name, out var asset))
        {
            return Results.NotFound();
        }

        PageHeaders.Set(http.Response);
        http.Response.Headers.CacheControl = http.Request.Query["v"] == asset.Version ? "public, max-age=31536000, immutable" : "no-cache";
        http.Response.Headers.Vary = "Accept-Encoding";
        if (!http.Request.Headers.AcceptEncoding.ToString().Contains("br", StringComparison.Ordinal))
        {
            return Results.Bytes(asset.Plain, asset.Type);
        }

        http.Response.Headers.ContentEncoding = "br";
        return Results.Bytes(asset.Brotli, asset.Type);
    }).ExcludeFromDescription().WithMetadata(AccessLevel.Public);

    private static FrozenDictionary<string, Asset> Load()
    {
        var assembly = typeof(DashboardAssets).Assembly;
        return assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .ToFrozenDictionary(name => name[Prefix.Length..], name =>
            {
                using var stream = assembly.GetManifestResourceStream(name)!;
                var plain = new byte[stream.Length];
                stream.ReadExactly(plain);

                // The charts' own look is said where they are drawn; reports have the same.
                plain = name.EndsWith(".css", StringComparison.Ordinal) ? [.. Encoding.UTF8.GetBytes(ChartStyle.Css), .. plain] : plain;
                return new Asset(plain, Compress(plain), Type(name), Convert.ToHexStringLower(SHA256.HashData(plain))[..12]);
            }, StringComparer.Ordinal);
    }

    private static byte[] Compress(byte[] plain)
    {
        using var output = new MemoryStream();
        using (var brotli = new BrotliStream(output, CompressionLevel.SmallestSize))
        {
            brotli.Write(plain);
        }

        return output.ToArray();
    }

    private static string Type(string name) => Path.GetExtension(name) switch
    {
        ".css" => "text/css; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".svg" => "image/svg+xml",
        _ => "application/octet-stream",
    };

    private sealed record Asset(byte[] Plain, byte[] Brotli, string Type, string Version);
}
