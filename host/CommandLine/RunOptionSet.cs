using System.CommandLine;

namespace PowerTrader.Host.CommandLine;

/// <summary>The options of <c>run</c> and <c>train</c>. All are texts: their rules are checked together, so that every fault is told at once.</summary>
internal sealed class RunOptionSet
{
    private readonly Option<string?> data = new("--data") { Description = "Folder for everything this program writes (default: the user's application data)" };
    private readonly Option<string?> market = new("--market") { Description = "sim, kucoin or coinbase (live public prices) or replay:FILE.csv (default: sim)" };
    private readonly Option<string?> speed = new("--speed") { Description = "Trading seconds per second, or max (default: 60)" };
    private readonly Option<string?> seed = new("--seed") { Description = "Seed of the simulated exchange (default: 1)" };
    private readonly Option<string?> cycles = new("--cycles") { Description = "Stop when the data folder counts this many trade ticks" };
    private readonly Option<string?> coins = new("--coins") { Description = "Coins, for example BTC,ETH (default: BTC,ETH,XRP,BNB,DOGE; with coinbase BTC,ETH,XRP,SOL,DOGE)" };
    private readonly Option<string?> cash = new("--cash") { Description = "Paper money of a new portfolio, in USDT, with coinbase in USD (default: 10000)" };
    private readonly Option<string?> port = new("--port") { Description = "HTTP port on 127.0.0.1; 0 for none (default: 5080, with --json 0)" };
    private readonly Option<string?> config = new("--config") { Description = "Settings file (default: powertrader.json in the data folder, where there is one)" };
    private readonly Option<string?> profile = new("--profile") { Description = "Risk profile: standard, careful, bold or predecessor" };
    private readonly Option<string[]> set = new("--set") { Description = "One setting as KEY=VALUE, or COIN:KEY=VALUE for one coin; may be repeated" };
    private readonly Option<bool> json = CommonOptions.Json();

    /// <summary>Of <c>run</c> alone.</summary>
    public Option<string?> Confirm { get; } = new("--confirm") { Description = "Allows real money where nobody is at a terminal: the words that a start without it prints" };

    /// <summary>Of <c>run</c> alone.</summary>
    public Option<bool> Standby { get; } = new("--standby") { Description = "Where another trader runs here, wait for its end and take over" };

    public IReadOnlyList<Option> All => [data, market, speed, seed, cycles, coins, cash, port, config, profile, set, json];

    public RunTexts Read(ParseResult parsed) => new(
        parsed.GetValue(data), parsed.GetValue(market), parsed.GetValue(speed), parsed.GetValue(seed), parsed.GetValue(cycles), parsed.GetValue(coins),
        parsed.GetValue(cash), parsed.GetValue(port), parsed.GetValue(json))
    {
        Standby = parsed.GetValue(Standby),
        Confirmation = parsed.GetValue(Confirm),
        Config = parsed.GetValue(config),
        Profile = parsed.GetValue(profile),
        Sets = parsed.GetValue(set) ?? [],
    };
}
