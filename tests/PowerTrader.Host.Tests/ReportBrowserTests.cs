using System.Diagnostics;
using System.Text.RegularExpressions;

namespace PowerTrader.Host.Tests;

/// <summary>The page in a real browser, where one is installed: its program runs, draws every chart, complains of nothing and asks nobody.</summary>
[Trait("Tier", "full")]
public sealed partial class ReportBrowserTests : IDisposable
{
    private static readonly string[] Own = [".google.com", ".googleapis.com", ".gvt1.com"];

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("powertrader-browser-");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task Page_InABrowser_DrawsItsChartsAndAsksNobody()
    {
        var (dom, log) = await OpenAsync(ReportFixture.Page(), "--dump-dom");

        Regex.Match(dom, "data-ready=\"(\\d+)\"").Groups[1].Value.ShouldBe("4", log);
        foreach (var chart in (string[])["equity", "drawdown", "locked", "prices"])
            Regex.Match(dom, $"<div id=\"{chart}\" class=\"chart\">.*?</div>", RegexOptions.Singleline).Value.ShouldContain("<path", customMessage: chart);
        Regex.Count(dom, "class=\"(buy|sell)\"").ShouldBe(ReportFixture.Data().Coins[0].Fills.Count);
        Regex.Count(dom, "class=\"curve rival rival\\d\" style").ShouldBe(2, "the curves of the rivals");
        dom.ShouldNotContain("NaN");
        Own.ShouldAllBe(own => !ReportFixture.Page("always").Contains(own));
        Console().Matches(log).Select(match => match.Value).ShouldBeEmpty();
        var net = await File.ReadAllTextAsync(Path.Combine(folder.FullName, "net.json"));
        net.ShouldNotBeEmpty();
        // The browser looks for its own updates and clock whatever it shows; names are not resolved, so none of it leaves.
        Request().Matches(net).Select(match => new Uri(match.Groups[1].Value).Host).Where(host => !Own.Any(own => host.EndsWith(own, StringComparison.Ordinal))).ShouldBeEmpty("no address beyond the file");
    }

    [Fact]
    public async Task Page_Printed_HasEveryChart()
    {
        var pdf = Path.Combine(folder.FullName, "page.pdf");

        await OpenAsync(ReportFixture.Page(), $"--print-to-pdf={pdf}", "--no-pdf-header-footer");

        (await File.ReadAllBytesAsync(pdf)).AsSpan(0, 5).SequenceEqual("%PDF-"u8).ShouldBeTrue();
    }

    private async Task<(string Output, string Log)> OpenAsync(string page, params string[] more)
    {
        var file = Path.Combine(folder.FullName, "page.html");
        await File.WriteAllTextAsync(file, page);
        var start = new ProcessStartInfo(BrowserPage.Require()) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in (string[])["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run",
            "--enable-logging=stderr", "--host-resolver-rules=MAP * ~NOTFOUND", "--window-size=1280,1000", $"--user-data-dir={Path.Combine(folder.FullName, "profile")}",
            $"--log-net-log={Path.Combine(folder.FullName, "net.json")}", .. more, new Uri(file).AbsoluteUri])
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var (output, log) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        process.ExitCode.ShouldBe(0);
        return (await output, await log);
    }

    [GeneratedRegex(".*CONSOLE.*")]
    private static partial Regex Console();

    [GeneratedRegex("\"url\":\"((?:https?|wss?)://[^\"]*)\"")]
    private static partial Regex Request();
}
