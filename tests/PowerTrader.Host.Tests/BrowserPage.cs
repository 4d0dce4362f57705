using System.Diagnostics;
using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace PowerTrader.Host.Tests;

/// <summary>A file in headless Chromium, driven by real input over the browser's own debugging protocol on the loopback.</summary>
internal sealed class BrowserPage : IAsyncDisposable
{
    private static readonly string[] Browsers = ["chromium", "chromium-browser", "google-chrome"];

    private readonly Process process;
    private readonly ClientWebSocket socket = new();
    private int sent;

    private BrowserPage(Process process) => this.process = process;

    /// <summary>Skips the test where none is installed.</summary>
    public static string Require()
    {
        var found = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .SelectMany(place => Browsers.Select(name => Path.Combine(place, name))).FirstOrDefault(File.Exists);
        if (found is null) Assert.Skip("No Chromium is installed: the page is checked as text only.");
        return found;
    }

    /// <param name="folder">Takes the browser's own files.</param>
    public static async Task<BrowserPage> OpenAsync(string file, string folder)
    {
        var start = new ProcessStartInfo(Require()) { RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (var argument in (string[])["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run",
            "--host-resolver-rules=MAP * ~NOTFOUND", "--window-size=1280,1000", $"--user-data-dir={Path.Combine(folder, "driven")}", "--remote-debugging-port=0", "about:blank"])
            start.ArgumentList.Add(argument);
        var page = new BrowserPage(Process.Start(start)!);
        string? line;
        do line = await page.process.StandardError.ReadLineAsync();
        while (line?.StartsWith("DevTools listening on ", StringComparison.Ordinal) == false);
        var address = new Uri(line.ShouldNotBeNull("the browser ended")["DevTools listening on ".Length..]);
        using var client = new HttpClient();
        var targets = JsonDocument.Parse(await client.GetStringAsync(new Uri($"http://127.0.0.1:{address.Port}/json/list"))).RootElement;
        var target = targets.EnumerateArray().First(each => each.GetProperty("type").GetString() == "page").GetProperty("webSocketDebuggerUrl").GetString()!;
        await page.socket.ConnectAsync(new Uri(target), CancellationToken.None);
        await page.SendAsync("Page.navigate", new() { ["url"] = new Uri(file).AbsoluteUri });
        // Asked again and again: a question that waited in the page would end with the empty page before it.
        var asked = 0;
        while (await page.TextAsync("document.documentElement && document.documentElement.dataset.ready || ''") == "") (++asked).ShouldBeLessThan(100_000, "the page never was ready");
        return page;
    }

    /// <summary>What an expression gives in the page; a promise is waited for.</summary>
    public async Task<JsonElement> AskAsync(string expression)
    {
        var answer = await SendAsync("Runtime.evaluate", new() { ["expression"] = expression, ["returnByValue"] = true, ["awaitPromise"] = true });
        answer.TryGetProperty("exceptionDetails", out var fault).ShouldBeFalse(fault.ToString());
        return answer.GetProperty("result").TryGetProperty("value", out var value) ? value : default;
    }

    public async Task<string> TextAsync(string expression) => (await AskAsync(expression)).ToString();

    /// <summary>Brings the element into view.</summary>
    /// <returns>Left, top, width and height on the screen.</returns>
    public async Task<(double X, double Y, double W, double H)> BoxAsync(string selector)
    {
        var box = await AskAsync($"(() => {{ const e = document.querySelector({JsonSerializer.Serialize(selector)}); e.scrollIntoView({{ block: 'center', behavior: 'instant' }}); const b = e.getBoundingClientRect(); return [b.x, b.y, b.width, b.height]; }})()");
        return (box[0].GetDouble(), box[1].GetDouble(), box[2].GetDouble(), box[3].GetDouble());
    }

    public async Task ClickAsync(string selector, int times = 1)
    {
        var (x, y, w, h) = await BoxAsync(selector);
        for (var count = 1; count <= times; count++)
        {
            await MouseAsync("mousePressed", x + w / 2, y + h / 2, buttons: 1, clicks: count);
            await MouseAsync("mouseReleased", x + w / 2, y + h / 2, clicks: count);
        }
    }

    public Task MouseAsync(string type, double x, double y, int buttons = 0, int clicks = 0, double wheel = 0, int modifiers = 0) => SendAsync("Input.dispatchMouseEvent", new()
    {
        ["type"] = type,
        ["x"] = x,
        ["y"] = y,
        ["button"] = type is "mousePressed" or "mouseReleased" || buttons > 0 ? "left" : "none",
        ["buttons"] = buttons,
        ["clickCount"] = clicks,
        ["deltaX"] = 0,
        ["deltaY"] = wheel,
        ["modifiers"] = modifiers,
    });

    public async Task KeyAsync(string key, int modifiers = 0)
    {
        foreach (var type in (string[])["keyDown", "keyUp"]) await SendAsync("Input.dispatchKeyEvent", new() { ["type"] = type, ["key"] = key, ["modifiers"] = modifiers });
    }

    public Task WidthAsync(int width) =>
        SendAsync("Emulation.setDeviceMetricsOverride", new() { ["width"] = width, ["height"] = 800, ["deviceScaleFactor"] = 1, ["mobile"] = true });

    public async ValueTask DisposeAsync()
    {
        socket.Dispose();
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
    }

    private async Task<JsonElement> SendAsync(string method, JsonObject parameters)
    {
        var id = ++sent;
        await socket.SendAsync(new JsonObject { ["id"] = id, ["method"] = method, ["params"] = parameters }.ToJsonString().Select(c => (byte)c).ToArray(), WebSocketMessageType.Text, true, CancellationToken.None);
        while (true)
        {
            var message = await ReceiveAsync();
            if (!message.TryGetProperty("id", out var own) || own.GetInt32() != id) continue;
            message.TryGetProperty("error", out var error).ShouldBeFalse(error.ToString());
            return message.GetProperty("result");
        }
    }

    private async Task<JsonElement> ReceiveAsync()
    {
        using var whole = new MemoryStream();
        var buffer = new byte[16_384];
        WebSocketReceiveResult part;
        do
        {
            part = await socket.ReceiveAsync(buffer, CancellationToken.None);
            whole.Write(buffer, 0, part.Count);
        }
        while (!part.EndOfMessage);
        return JsonDocument.Parse(whole.ToArray()).RootElement;
    }
}
