namespace Loadline.Gateway.Tests.Kit;

/// <summary>Request bodies.</summary>
internal static class Bodies
{
    public const string Embeddings = """{"model":"embed","input":["one","two"]}""";

    public static string Chat(bool streaming, string model = "auto", string more = "") =>
        $$"""{"model":"{{model}}","messages":[{"role":"user","content":"Hello"}]{{(streaming ? ",\"stream\":true" : "")}}{{more}}}""";
}
