using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Loadline.Dashboard.Hosting;

/// <summary>Renders a component into an answer: on the server, whole, as text that the framework has escaped.</summary>
internal sealed class PageRenderer(IServiceProvider services, ILoggerFactory logging)
{
    /// <summary>Renders a page inside the frame that all pages share.</summary>
    /// <typeparam name="TPage">The page.</typeparam>
    /// <param name="http">The request.</param>
    /// <param name="frame">What the frame shows around it.</param>
    /// <param name="parameters">The page's own.</param>
    /// <param name="status">The HTTP status.</param>
    public async Task WriteAsync<TPage>(HttpContext http, PageFrame frame, IReadOnlyDictionary<string, object?> parameters, int status = 200)
        where TPage : IComponent
    {
        RenderFragment body = builder =>
        {
            builder.OpenComponent<TPage>(0);
            builder.AddMultipleAttributes(1, parameters!);
            builder.CloseComponent();
        };
        var html = await RenderAsync<Components.Layout>(new Dictionary<string, object?> { ["Frame"] = frame, ["ChildContent"] = body }).ConfigureAwait(false);
        PageHeaders.Set(http.Response);
        http.Response.StatusCode = status;
        http.Response.ContentType = "text/html; charset=utf-8";
        await http.Response.WriteAsync("<!doctype html>\n" + html, http.RequestAborted).ConfigureAwait(false);
    }

    private async Task<string> RenderAsync<TComponent>(Dictionary<string, object?> parameters)
        where TComponent : IComponent
    {
        var renderer = new HtmlRenderer(services, logging);
        await using (renderer.ConfigureAwait(false))
        {
            return await renderer.Dispatcher.InvokeAsync(async () =>
                (await renderer.RenderComponentAsync<TComponent>(ParameterView.FromDictionary(parameters)).ConfigureAwait(false)).ToHtmlString()).ConfigureAwait(false);
        }
    }
}
