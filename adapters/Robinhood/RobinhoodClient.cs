using System.Globalization;
using PowerTrader.Adapters.RateLimits;
using PowerTrader.Core.Markets;

namespace PowerTrader.Adapters.Robinhood;

/// <summary>Robinhood's Crypto Trading API, versions 1 and 2, every call of it. Everything is signed; reads and cancels are repeated, a placement never is.</summary>
/// <remarks>One bucket for all calls: 100 requests a minute, 300 at once, the last of them kept for orders and cancels.</remarks>
public sealed partial class RobinhoodClient : IDisposable
{
    /// <summary>Quantities that one estimate may ask for.</summary>
    public const int MaxQuantities = 10;

    private readonly RobinhoodOptions options;
    private readonly TokenBucket bucket;
    private readonly RobinhoodClock clock;
    private readonly RobinhoodTransport transport;
    private readonly RobinhoodPages pages;
    private readonly string root;

    /// <param name="http">Its base address is Robinhood's, or its handler a simulated venue. It must not follow redirects.</param>
    /// <param name="keys">Asked before each request; throws <see cref="FormatException"/> or gives null where there are none.</param>
    /// <param name="time">The market's time: bucket, retry delays and signatures live in it.</param>
    public RobinhoodClient(HttpClient http, Func<CancellationToken, Task<RobinhoodKeys?>> keys, RobinhoodOptions options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfNotEqual(options.Version is 1 or 2, true);
        this.options = options;
        bucket = new TokenBucket(300, 100, time);
        clock = new RobinhoodClock(time);
        transport = new RobinhoodTransport(http, Require, clock, bucket, options, time);
        pages = new RobinhoodPages(transport);
        root = string.Create(CultureInfo.InvariantCulture, $"/api/v{options.Version}/crypto/");

        async Task<RobinhoodKeys> Require(CancellationToken cancellationToken) =>
            await keys(cancellationToken) ?? throw new FormatException("no Robinhood keys are kept here; create an API key and store both its parts, then try again");
    }

    public int Version => options.Version;

    /// <summary>The venue's clock less this machine's, as its replies told it.</summary>
    public TimeSpan ClockSkew => clock.Skew;

    /// <summary>The venue's time now.</summary>
    public DateTimeOffset VenueNow => clock.Now;

    /// <summary>The same without this machine's clock: by the last reply and the steady clock. Null before any reply.</summary>
    public DateTimeOffset? VenueTold => clock.Told;

    /// <summary>Requests really made.</summary>
    public long Requests => bucket.Requests;

    /// <summary>One account in version 1; in version 2 all of the user's.</summary>
    public async Task<RobinhoodResult<IReadOnlyList<RobinhoodAccount>>> GetAccountsAsync(CancellationToken cancellationToken)
    {
        var all = await ReadAccountsAsync(root + "trading/accounts/", cancellationToken);
        transport.Hide((all.Data ?? []).Select(account => account.AccountNumber));
        return all;
    }

    /// <param name="symbols">None: every pair.</param>
    public Task<RobinhoodResult<IReadOnlyList<RobinhoodPair>>> GetPairsAsync(IEnumerable<Symbol> symbols, CancellationToken cancellationToken) =>
        pages.ReadAsync(
            "pairs", new RobinhoodQuery(root + "trading/trading_pairs/").Add("symbol", symbols.Select(symbol => symbol.Value)).ToString(),
            RobinhoodJson.Default.RobinhoodPageRobinhoodPair, cancellationToken);

    /// <param name="account">Version 2: whose.</param>
    /// <param name="coins">None: every coin held.</param>
    public Task<RobinhoodResult<IReadOnlyList<RobinhoodHolding>>> GetHoldingsAsync(RobinhoodAccount? account, IEnumerable<string> coins, CancellationToken cancellationToken) =>
        pages.ReadAsync(
            "holdings", Of(account, root + "trading/holdings/").Add("asset_code", coins).ToString(), RobinhoodJson.Default.RobinhoodPageRobinhoodHolding, cancellationToken);

    /// <summary>Quotes of the pairs; version 2 knows only those that are open to the API.</summary>
    public Task<RobinhoodResult<IReadOnlyList<RobinhoodBidAsk>>> GetBestBidAskAsync(IEnumerable<Symbol> symbols, CancellationToken cancellationToken) =>
        pages.ReadAsync(
            "quotes", new RobinhoodQuery(root + "marketdata/best_bid_ask/").Add("symbol", symbols.Select(symbol => symbol.Value)).ToString(),
            RobinhoodJson.Default.RobinhoodPageRobinhoodBidAsk, cancellationToken);

    /// <summary>What quantities would cost or bring, up to ten at once.</summary>
    /// <param name="side"><c>ask</c> to buy, <c>bid</c> to sell, or <c>both</c>.</param>
    public Task<RobinhoodResult<IReadOnlyList<RobinhoodEstimate>>> GetEstimatedPriceAsync(
        Symbol symbol, string side, IReadOnlyCollection<Quantity> quantities, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(quantities);
        ArgumentOutOfRangeException.ThrowIfZero(quantities.Count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(quantities.Count, MaxQuantities);
        // A comma may stand in a query as it is, and the venue shows it so.
        var list = string.Join(',', quantities);
        var path = new RobinhoodQuery(root + (Version == 1 ? "marketdata" : "trading") + "/estimated_price/").Add("symbol", symbol.Value).Add("side", side) + "&quantity=" + list;
        return pages.ReadAsync("estimated prices", path, RobinhoodJson.Default.RobinhoodPageRobinhoodEstimate, cancellationToken);
    }

    public void Dispose() => bucket.Dispose();

    private async Task<RobinhoodResult<IReadOnlyList<RobinhoodAccount>>> ReadAccountsAsync(string path, CancellationToken cancellationToken)
    {
        if (Version == 2) return await pages.ReadAsync("accounts", path, RobinhoodJson.Default.RobinhoodPageRobinhoodAccount, cancellationToken);
        var one = await transport.AskAsync(new RobinhoodCall("accounts", HttpMethod.Get, path), RobinhoodJson.Default.RobinhoodAccount, cancellationToken);
        return one.IsSuccess ? new([one.Data], null) : new(null, one.Error);
    }

    private RobinhoodQuery Of(RobinhoodAccount? account, string path)
    {
        if (Version == 1) return new RobinhoodQuery(path);
        ArgumentNullException.ThrowIfNull(account);
        return new RobinhoodQuery(path).Add("account_number", account.AccountNumber ?? throw new ArgumentException("the account has no number", nameof(account)));
    }
}
