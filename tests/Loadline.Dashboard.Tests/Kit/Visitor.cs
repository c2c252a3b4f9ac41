using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;

namespace Loadline.Dashboard.Tests.Kit;

/// <summary>Somebody with a browser's cookies and forms, without a browser.</summary>
internal sealed partial class Visitor : IDisposable
{
    private readonly HttpClient _http;
    private readonly CookieContainer _cookies = new();

    public Visitor(Uri address) =>
        _http = new HttpClient(new SocketsHttpHandler { CookieContainer = _cookies, AllowAutoRedirect = false }) { BaseAddress = address };

    public CookieCollection Cookies => _cookies.GetCookies(new Uri(_http.BaseAddress!, DashboardPages.Path));

    public static async Task<Visitor> LoginAsync(Uri address, string key)
    {
        var visitor = new Visitor(address);
        var answer = await visitor.LoginAsync(key);
        Assert.True(answer.Status == HttpStatusCode.SeeOther, $"{answer.Status}: {answer.Text}");
        return visitor;
    }

    public async Task<Page> LoginAsync(string key, string? token = null, string next = "")
    {
        var form = await GetAsync("");
        return await PostAsync("/login", ("csrf", token ?? Token(form.Text)), ("key", key), ("next", next));
    }

    public Task<Page> GetAsync(string path, params (string Name, string Value)[] headers) => SendAsync(HttpMethod.Get, path, null, headers);

    public Task<Page> PostAsync(string path, params (string Name, string Value)[] fields) =>
        SendAsync(HttpMethod.Post, path, new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value))));

    /// <summary>Posts a form with the token that a page of this visitor carries.</summary>
    public async Task<Page> SubmitAsync(string pageWithForm, string path, params (string Name, string Value)[] fields) =>
        await PostAsync(path, [("csrf", Token((await GetAsync(pageWithForm)).Text)), .. fields]);

    public async Task<Page> SendAsync(HttpMethod method, string path, HttpContent? content, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, DashboardPages.Path + path) { Content = content };
        foreach (var (name, value) in headers)
        {
            request.Headers.Add(name, value);
        }

        using var response = await _http.SendAsync(request);
        return new Page(response.StatusCode, await response.Content.ReadAsStringAsync(), response.Headers);
    }

    public static string Token(string html) => TokenField().Match(html) is { Success: true } match ? match.Groups[1].Value : "";

    public void Dispose() => _http.Dispose();

    [GeneratedRegex("name=\"csrf\" value=\"([0-9a-f]+)\"")]
    private static partial Regex TokenField();

    /// <summary>An answer.</summary>
    public sealed record Page(HttpStatusCode Status, string Text, HttpResponseHeaders Headers)
    {
        public string Header(string name) => Headers.TryGetValues(name, out var values) ? string.Join(", ", values) : "";
    }
}
