using System.Globalization;
using System.Text.Json;
using PowerTrader.Adapters.Storage;
using PowerTrader.Core.Audit;
using PowerTrader.Core.Portfolio;
using PowerTrader.Core.Ports;
using PowerTrader.Core.Secrets;
using PowerTrader.Host.CommandLine;
using PowerTrader.Host.Keys;
using Spectre.Console;

namespace PowerTrader.Host.Running;

/// <summary>Looks at everything a trader stands on, and says what to do about what is wrong. Changes nothing.</summary>
internal static class Doctor
{
    private const long EnoughBytes = 200L << 20;

    /// <param name="market"><c>kucoin</c> or <c>coinbase</c> to check it though it is not used here.</param>
    /// <returns>0 where all is well, 1 where something is not.</returns>
    /// <exception cref="UsageException">The market is none that could be checked.</exception>
    public static async Task<int> RunAsync(string folder, string? market, bool json, CancellationToken cancellationToken, MarketWiring? wiring = null)
    {
        if (market is not (null or "kucoin" or "coinbase" or "sim"))
            throw new UsageException($"--market '{market}' must be kucoin, coinbase or sim; for example --market kucoin");
        var checks = new List<DoctorCheck>();
        void Say(bool ok, string text)
        {
            checks.Add(new DoctorCheck(ok, text));
            if (!json) Terminal.Line(Terminal.Output, $"{(ok ? "[green]ok[/]      " : "[yellow]problem[/] ")}{Markup.Escape(text)}");
        }
        var settings = SettingsFile.Load(folder, null, null, []);
        Say(settings.Faults.Count == 0, settings.Faults.Count == 0 ? "settings are sound" : string.Join("; ", settings.Faults));
        Guard(Say, "data folder", () =>
        {
            DataFolder.OpenOrCreate(folder);
            return $"data folder {folder} can be written to";
        });
        var free = new DriveInfo(folder).AvailableFreeSpace;
        Say(free >= EnoughBytes, string.Create(CultureInfo.InvariantCulture, $"{free >> 20} MB free on the disk{(free >= EnoughBytes ? "" : "; make room: a trader needs 200 MB")}"));
        foreach (var path in Directory.Exists(folder) ? Directory.GetFiles(folder, "*.db") : []) await StoreAsync(Say, path, cancellationToken);
        await KeysAsync(Say, folder, cancellationToken);
        var markets = new MarketDoctor(Say, wiring ?? MarketWiring.Default);
        foreach (var kind in RealMarkets(folder, settings.Settings.Market, market)) await markets.CheckAsync(kind, cancellationToken);
        var well = checks.TrueForAll(check => check.Ok);
        if (json) Console.WriteLine(JsonSerializer.Serialize(new DoctorResult(well, checks), VerbJson.Default.DoctorResult));
        return well ? ExitCodes.Done : ExitCodes.WorldFailed;
    }

    /// <summary>Keys that are stored must open; to have none is no problem of a paper trader.</summary>
    private static async Task KeysAsync(Action<bool, string> say, string folder, CancellationToken cancellationToken)
    {
        var desk = new KeyDesk(HostSecrets.Of(folder), TradingSystem.DefaultPortfolio, []);
        foreach (var venue in VenueSecrets.Venues)
        {
            try
            {
                var status = await desk.StatusAsync(venue, cancellationToken);
                if (status.Fault is { } fault) say(false, fault);
                else if (status.Complete) say(true, $"keys of {venue} are stored and open");
                else if (status.Missing.Count < VenueSecrets.NamesOf(venue).Count) say(false, $"keys of {venue} are incomplete, without {string.Join(", ", status.Missing)}; 'powertrader keys set {venue}'");
            }
            catch (Exception fault) when (fault is CorruptException or TransientException)
            {
                say(false, fault.Message);
            }
        }
    }

    private static async Task StoreAsync(Action<bool, string> say, string path, CancellationToken cancellationToken)
    {
        var name = Path.GetFileName(path);
        try
        {
            using var store = SqliteStore.Open(path);
            var portfolios = new PortfolioStore(new SqliteTableStore(store));
            if (await portfolios.LoadAsync(TradingSystem.DefaultPortfolio, cancellationToken) is not { } stored)
            {
                say(true, $"{name} is whole and holds no portfolio yet");
                return;
            }
            var audit = new List<AuditEntry>();
            await foreach (var entry in portfolios.ReadAsync<AuditEntry>(TradingSystem.DefaultPortfolio, "audit", cancellationToken)) audit.Add(entry);
            var cash = 0m;
            var balanced = true;
            await foreach (var entry in portfolios.ReadAsync<LedgerEntry>(TradingSystem.DefaultPortfolio, "ledger", cancellationToken))
            {
                balanced &= entry.IsBalanced;
                cash += entry.Postings.Where(posting => posting.Account == LedgerAccounts.Cash).Sum(posting => posting.Amount.Amount);
            }
            say(true, $"{name} is whole, market {stored.Book.Head.Market}, {stored.Book.Head.Halt.ToString().ToLowerInvariant()}");
            var broken = AuditEntry.FindBreak(audit);
            say(broken is null, broken is null ? $"{name}: audit chain of {audit.Count} entries is unbroken" : $"{name}: audit chain breaks at entry {broken}; restore a backup");
            say(balanced && cash == stored.Book.Head.Cash.Amount, balanced && cash == stored.Book.Head.Cash.Amount
                ? $"{name}: ledger is balanced and agrees with the cash"
                : $"{name}: ledger says {cash}, the portfolio {stored.Book.Head.Cash}; restore a backup");
        }
        catch (Exception fault) when (fault is CorruptException or TransientException or StoreVersionException)
        {
            say(false, fault.Message);
        }
    }

    /// <summary>Real markets that this trader uses: by its settings, by its last run, and the one asked about.</summary>
    internal static IEnumerable<MarketKind> RealMarkets(string folder, string settings, string? asked)
    {
        var last = DataFolder.LastStoreOf(folder)?.Market.Value;
        if (settings == "kucoin" || last == "kucoin" || asked == "kucoin") yield return MarketKind.KuCoin;
        if (settings == "coinbase" || last == "coinbase" || asked == "coinbase") yield return MarketKind.Coinbase;
    }

    private static void Guard(Action<bool, string> say, string what, Func<string> check)
    {
        try
        {
            say(true, check());
        }
        catch (WorldException fault)
        {
            say(false, $"{what}: {fault.Message}");
        }
    }
}
