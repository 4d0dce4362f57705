namespace PowerTrader.Host.Tests;

/// <summary>What a reader does with a report: pan, zoom, point, take curves away, ask what a figure means; at a desk and on a phone.</summary>
[Trait("Tier", "full")]
public sealed class ReportInteractionTests : IDisposable
{
    private const int Ctrl = 2;
    private const int Shift = 8;

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("powertrader-driven-");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task Page_Driven_DoesWhatAReaderAsks()
    {
        await using var page = await OpenAsync(ReportFixture.Page(isOpen: true));

        await ZoomsAndPansAsync(page);
        await AnswersKeysAsync(page);
        await PointsAsync(page);
        await TogglesAsync(page);
        await ExplainsFiguresAsync(page);
        await FitsAPhoneAsync(page);
    }

    /// <summary>All charts of the account share one range of time.</summary>
    private static async Task ZoomsAndPansAsync(BrowserPage page)
    {
        var all = await TimesAsync(page, "equity");
        var (x, y, w, h) = await page.BoxAsync("#equity svg");
        var middle = (X: x + w / 2, Y: y + h / 2);
        for (var turn = 0; turn < 6; turn++) await page.MouseAsync("mouseWheel", middle.X, middle.Y, wheel: -120, modifiers: Ctrl);
        var zoomed = await TimesAsync(page, "equity");
        zoomed.ShouldNotBe(all, "the wheel zooms with Ctrl");
        (await TimesAsync(page, "drawdown")).ShouldBe(zoomed);
        await page.MouseAsync("mousePressed", middle.X, middle.Y, buttons: 1, clicks: 1);
        await page.MouseAsync("mouseMoved", middle.X + 200, middle.Y, buttons: 1);
        await page.MouseAsync("mouseReleased", middle.X + 200, middle.Y, clicks: 1);
        var dragged = await TimesAsync(page, "equity");
        dragged.ShouldNotBe(zoomed, "dragging pans");
        string.CompareOrdinal(dragged, zoomed).ShouldBeLessThan(0, "to the right means earlier");
        await page.MouseAsync("mouseWheel", middle.X, middle.Y, wheel: 120);
        (await TimesAsync(page, "equity")).ShouldBe(dragged, "without Ctrl the wheel scrolls the page");
        await page.ClickAsync("#equity svg", times: 2);
        (await TimesAsync(page, "equity")).ShouldBe(all, "a double click shows all");
    }

    private static async Task AnswersKeysAsync(BrowserPage page)
    {
        var all = await TimesAsync(page, "equity");
        await page.ClickAsync("figure:has(#equity) button[data-do=in]");
        var zoomed = await TimesAsync(page, "equity");
        zoomed.ShouldNotBe(all);
        await page.ClickAsync("figure:has(#equity) button[data-do=left]");
        (await TimesAsync(page, "equity")).ShouldNotBe(zoomed);
        await page.AskAsync("document.querySelector('#equity svg').focus()");
        await page.KeyAsync("0");
        (await TimesAsync(page, "equity")).ShouldBe(all);
        await page.KeyAsync("+");
        (await TimesAsync(page, "equity")).ShouldBe(zoomed);
        await page.KeyAsync("ArrowRight", Shift);
        (await TimesAsync(page, "equity")).ShouldNotBe(zoomed);
        await page.KeyAsync("0");
        await page.KeyAsync("ArrowRight");
        (await ReadoutAsync(page, "equity")).ShouldContain(" UTC · equity ");
    }

    private static async Task PointsAsync(BrowserPage page)
    {
        foreach (var chart in (string[])["equity", "drawdown", "locked", "prices"])
        {
            var (x, y, w, h) = await page.BoxAsync($"#{chart} svg");
            await page.MouseAsync("mouseMoved", x + w * 0.4, y + h / 2);
            var left = await ReadoutAsync(page, chart);
            await page.MouseAsync("mouseMoved", x + w * 0.7, y + h / 2);
            var right = await ReadoutAsync(page, chart);
            left.ShouldContain(" UTC · ", customMessage: chart);
            string.CompareOrdinal(left[..16], right[..16]).ShouldBeLessThan(0, $"{chart}: later to the right");
            (await page.TextAsync($"document.querySelector('#{chart} .cross').getAttribute('visibility')")).ShouldBe("visible");
        }
        (await page.TextAsync("document.querySelectorAll('#prices .buy title').length > 0 && document.querySelector('#prices .buy title').textContent")).ShouldContain(" buy ");
        (await ReadoutAsync(page, "equity")).ShouldContain(" to ", customMessage: "where the order of prices decides, equity is a range");
    }

    private static async Task TogglesAsync(BrowserPage page)
    {
        foreach (var (chart, kind) in ((string, string)[])[("equity", "rival0"), ("equity", "equity"), ("equity", "pathworse"), ("locked", "exposed"), ("prices", "cost")])
        {
            var (key, curves) = ($"figure:has(#{chart}) button[data-curve={kind}]", $"document.querySelectorAll('#{chart} path.{kind}').length");
            var shown = int.Parse(await page.TextAsync(curves), System.Globalization.CultureInfo.InvariantCulture);
            shown.ShouldBeGreaterThan(0, kind);
            await page.ClickAsync(key);
            (await page.TextAsync(curves)).ShouldBe("0", kind);
            (await page.TextAsync($"document.querySelector('{key}').getAttribute('aria-pressed')")).ShouldBe("false");
            await page.ClickAsync(key);
            (await page.TextAsync(curves)).ShouldBe($"{shown}", kind);
        }
    }

    private static async Task ExplainsFiguresAsync(BrowserPage page)
    {
        var (x, y, w, h) = await page.BoxAsync(".def");
        await page.MouseAsync("mouseMoved", x + w / 2, y + h / 2);
        var told = await page.TextAsync("getComputedStyle(document.querySelector('.def'), '::after').content");
        told.Trim('"').ShouldBe(await page.TextAsync("document.querySelector('.def').dataset.def"));
    }

    private static async Task FitsAPhoneAsync(BrowserPage page)
    {
        foreach (var width in (int[])[390, 320])
        {
            await page.WidthAsync(width);
            (await page.TextAsync("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(document.documentElement.scrollWidth))))")).ShouldBe($"{width}", "nothing sticks out");
            (await page.TextAsync("Math.round(document.querySelector('#prices svg').getBoundingClientRect().width) <= innerWidth")).ShouldBe("True");
        }
    }

    /// <summary>The labels of the axis of time.</summary>
    private static Task<string> TimesAsync(BrowserPage page, string chart) => page.TextAsync($"[...document.querySelectorAll('#{chart} text[text-anchor=middle]')].map(t => t.textContent).join(' ')");

    private static Task<string> ReadoutAsync(BrowserPage page, string chart) => page.TextAsync($"document.querySelector('figure:has(#{chart}) .readout').textContent");

    private async Task<BrowserPage> OpenAsync(string page)
    {
        BrowserPage.Require();
        var file = Path.Combine(folder.FullName, "page.html");
        await File.WriteAllTextAsync(file, page);
        return await BrowserPage.OpenAsync(file, folder.FullName);
    }
}
