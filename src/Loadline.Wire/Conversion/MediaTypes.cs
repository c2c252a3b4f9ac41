namespace Loadline.Wire.Conversion;

/// <summary>Media types of media that came without one.</summary>
internal static class MediaTypes
{
    /// <summary>By the address's ending; else the commonest of its kind.</summary>
    public static string Guess(MediaPart media)
    {
        var path = (media.Url ?? media.Name ?? string.Empty).Split('?', '#')[0];
        var dot = path.LastIndexOf('.');
        return (dot < 0 ? string.Empty : path[(dot + 1)..].ToLowerInvariant()) switch
        {
            "jpg" or "jpeg" => "image/jpeg",
            "png" => "image/png",
            "gif" => "image/gif",
            "webp" => "image/webp",
            "pdf" => "application/pdf",
            "mp3" => "audio/mpeg",
            "wav" => "audio/wav",
            _ => media.Kind switch
            {
                MediaKind.Audio => "audio/wav",
                MediaKind.Document => "application/pdf",
                _ => "image/jpeg",
            },
        };
    }
}
