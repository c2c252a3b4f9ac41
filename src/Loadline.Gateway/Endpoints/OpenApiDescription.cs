using Microsoft.AspNetCore.OpenApi;

namespace Loadline.Gateway.Endpoints;

/// <summary>The description of Loadline's own surface.</summary>
internal static class OpenApiDescription
{
    public static void Configure(OpenApiOptions options)
    {
        options.ShouldInclude = description => description.RelativePath?.StartsWith("loadline/", StringComparison.Ordinal) == true;
        options.AddDocumentTransformer(static (document, _, _) =>
        {
            document.Info.Title = "Loadline";
            document.Info.Description = "What was decided, why, and what it came to. The model APIs themselves are their providers' own.";
            document.Info.Version = "1";
            return Task.CompletedTask;
        });
    }
}
