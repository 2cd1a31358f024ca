using System.Text.Encodings.Web;

namespace Verditer.Directory;

/// <summary>Pieces of the sign-in pages. They need no script. Every text that goes in is encoded.</summary>
internal static class Html
{
    private const string Style = """
        body{font:16px system-ui,sans-serif;background:#eef3f2;color:#1b2a2f;margin:0;display:grid;place-items:center;min-height:100vh}
        main{background:#fff;padding:2.5rem;width:22rem;max-width:90vw;border-radius:6px;box-shadow:0 2px 12px #0002}
        h1{font-size:1.4rem;margin:0 0 1rem}label{display:block;margin:.8rem 0 .2rem}
        input{width:100%;box-sizing:border-box;padding:.5rem;font:inherit;border:1px solid #667;border-radius:3px}
        button{margin:1.2rem .6rem 0 0;padding:.55rem 1.3rem;font:inherit;border:0;border-radius:3px;background:#2b7a70;color:#fff;cursor:pointer}
        button.plain{background:#dde5e4;color:#1b2a2f}.error{color:#a4262c}footer{margin-top:1.5rem;font-size:.8rem;color:#567}code{word-break:break-all}
        """;

    public static string Encode(string? text) => HtmlEncoder.Default.Encode(text ?? "");

    /// <param name="nonce">The page's own for its style (and, on one page, its script).</param>
    public static string Page(string title, string body, string nonce) => $"""
        <!DOCTYPE html>
        <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{Encode(title)}</title>
        <style nonce="{nonce}">{Style}</style></head>
        <body><main><h1>{Encode(title)}</h1>{body}<footer>Verditer: a directory on this machine, not Microsoft's.</footer></main></body></html>
        """;

    /// <summary>A form that comes back to the page's own address.</summary>
    public static string Form(string step, string canary, string fields) =>
        $"<form method=\"post\">{Hidden("step", step)}{Hidden("canary", canary)}{fields}</form>";

    public static string Hidden(string name, string? value) => $"<input type=\"hidden\" name=\"{Encode(name)}\" value=\"{Encode(value)}\">";

    public static string Field(string name, string label, string type, string? value, string autocomplete) =>
        $"<label for=\"{name}\">{Encode(label)}</label><input id=\"{name}\" name=\"{name}\" type=\"{type}\" value=\"{Encode(value)}\" autocomplete=\"{autocomplete}\" required>";

    public static string Button(string text, string? value = null, bool plain = false) =>
        $"<button{(plain ? " class=\"plain\" formnovalidate" : "")}{(value is null ? "" : $" name=\"answer\" value=\"{value}\"")}>{Encode(text)}</button>";

    public static string Error(string? text) => text is null ? "" : $"<p class=\"error\" role=\"alert\">{Encode(text)}</p>";

    public static string Text(string text) => $"<p>{Encode(text)}</p>";
}
