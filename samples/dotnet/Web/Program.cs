using Loadline.Extensions.AI;
using Microsoft.Extensions.AI;

var builder = WebApplication.CreateSlimBuilder(args);
builder.Services.AddLoadline(Path.Combine(AppContext.BaseDirectory, "loadline.yaml"));
var app = builder.Build();

app.MapGet("/ask", async (string prompt, IChatClient chat, HttpContext http, CancellationToken cancellationToken) =>
{
    var response = await chat.GetResponseAsync(prompt, cancellationToken: cancellationToken);
    http.Response.Headers["x-loadline-model"] = response.GetLoadlineDecision()?.Model;
    return response.Text;
});

app.MapGet("/stream", async (string prompt, IChatClient chat, HttpContext http, CancellationToken cancellationToken) =>
{
    http.Response.ContentType = "text/plain; charset=utf-8";
    await foreach (var update in chat.GetStreamingResponseAsync(prompt, cancellationToken: cancellationToken))
    {
        await http.Response.WriteAsync(update.Text, cancellationToken);
    }
});

app.Run();
