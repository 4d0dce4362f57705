using System.Diagnostics.CodeAnalysis;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Orders;
using PowerTrader.Core.Ports;

namespace PowerTrader.Adapters.Robinhood;

/// <summary>A Robinhood crypto account, by either version of its API. Money is USD.</summary>
/// <param name="tables">Where it remembers which executions it has told.</param>
/// <param name="partition">The portfolio's.</param>
public sealed partial class RobinhoodBroker(RobinhoodClient client, ITableStore tables, string partition, RobinhoodOptions options, TimeProvider time) : IBroker, IDisposable
{
    /// <summary>A signature older than this is refused by the venue. Source: Robinhood Crypto Trading API documentation, authentication.</summary>
    private static readonly TimeSpan SignatureWindow = TimeSpan.FromSeconds(30);

    private const string Currency = "USD";

    /// <summary>A signature is valid for 30 s, by a clock that may be 30 s off; an order may be listed some seconds late.</summary>
    private static readonly TimeSpan ConclusiveAfter = TimeSpan.FromSeconds(90);

    /// <summary>Quotes of version 2 are sampled side by side and may cross a little; beyond this they are no quotes.</summary>
    private const decimal MaxCrossing = 0.005m;

    private readonly RobinhoodFillBook fills = new(tables, partition);
    private volatile Dictionary<Symbol, Instrument> instruments = [];

    public BrokerTraits Traits { get; } = new("robinhood", IsPaper: false, ConclusiveAfter);

    public DateTimeOffset? VenueNow => client.VenueTold;

    public async Task<IReadOnlyList<Instrument>> GetInstrumentsAsync(CancellationToken cancellationToken)
    {
        var pairs = Require(await client.GetPairsAsync([], cancellationToken));
        var known = pairs.Select(ToInstrument).OfType<Instrument>().DistinctBy(instrument => instrument.Symbol).ToList();
        instruments = known.ToDictionary(instrument => instrument.Symbol);
        return known;
    }

    /// <summary>In version 1 with the spread in both prices, as an order would meet them. Sizes are not told: they are zero.</summary>
    public async Task<Quote?> GetQuoteAsync(Symbol symbol, CancellationToken cancellationToken)
    {
        var result = await client.GetBestBidAskAsync([symbol], cancellationToken);
        if (result is { IsSuccess: false, Error.Kind: RobinhoodErrorKind.NotFound or RobinhoodErrorKind.BadRequest }) return null;
        var row = Require(result).FirstOrDefault(row => row.Symbol == symbol.Value);
        return row is null ? null : ToQuote(symbol, row);
    }

    public async Task<VenueFees> GetFeesAsync(Symbol symbol, CancellationToken cancellationToken)
    {
        if (client.Version == 1) return new VenueFees(0, 0);
        var account = await ReadAccountAsync(cancellationToken);
        return account.FeeTierStatus?.FeeRatio is >= 0 and < 1 and var ratio
            ? new VenueFees(ratio, ratio)
            : throw new TransientException("Robinhood does not tell the account's fee");
    }

    public async Task<PlaceResult> PlaceAsync(PlaceRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        RobinhoodAccount? account;
        try
        {
            // Both are known before the first order of a process; where they are not, asking for them is no part of the one request.
            if (await RefusalAsync(request, cancellationToken) is { } refusal) return new PlaceResult.Rejected(refusal);
            account = await AccountAsync(cancellationToken);
        }
        catch (TransientException fault)
        {
            return new PlaceResult.Rejected(new VenueError("not-sent", $"nothing was sent: {fault.Message}"));
        }
        catch (OperationCanceledException)
        {
            return new PlaceResult.Unknown("stopped before it was sent");
        }
        if (request.IntendedAt is { } at && time.GetUtcNow() - at > SignatureWindow)
            return new PlaceResult.Rejected(new VenueError("not-sent", "nothing was sent: it was held up for longer than the venue's window, and others may have looked for it meanwhile"));
        var terms = new RobinhoodOrderTerms.Limit(new RobinhoodSize.Asset(request.Quantity.Value), request.Limit.Value);
        var order = new RobinhoodOrderRequest(request.ClientOrderId, request.Symbol, request.Side, terms, client.Version == 2 ? "gtc" : null);
        return await client.PlaceAsync(account, order, cancellationToken, request.IntendedAt) switch
        {
            RobinhoodPlacement.Placed placed => new PlaceResult.Accepted(placed.Order.Id!, time.GetUtcNow()),
            RobinhoodPlacement.Refused refused => new PlaceResult.Rejected(new VenueError(refused.Error.Code, Words(refused.Error))),
            RobinhoodPlacement.Unknown unknown => new PlaceResult.Unknown(unknown.Cause),
            _ => throw new InvalidOperationException("a placement has three ends"),
        };
    }

    public void Dispose() => client.Dispose();

    /// <summary>What the venue would refuse, told without asking it.</summary>
    private async Task<VenueError?> RefusalAsync(PlaceRequest request, CancellationToken cancellationToken)
    {
        if (!instruments.ContainsKey(request.Symbol)) await GetInstrumentsAsync(cancellationToken);
        if (!instruments.TryGetValue(request.Symbol, out var instrument)) return new VenueError("unknown-symbol", $"{request.Symbol} is not listed");
        if (instrument.Refusal(request.Quantity, request.Limit) is { } rule) return new VenueError("invalid", rule);
        if (instrument.RoundDown(request.Quantity) != request.Quantity) return new VenueError("invalid", $"quantity {request.Quantity} is not a multiple of {instrument.QuantityIncrement}");
        if (instrument.RoundDown(request.Limit) != request.Limit) return new VenueError("invalid", $"price {request.Limit} is not a multiple of {instrument.PriceIncrement}");
        return instrument.IsSellOnly && request.Side == OrderSide.Buy ? new VenueError("sell-only", $"{request.Symbol} takes sales only") : null;
    }

    /// <summary>Null where the name is outside the grammar. Without increments nothing can be ordered.</summary>
    internal static Instrument? ToInstrument(RobinhoodPair pair)
    {
        if (!Symbol.TryParse(pair.Symbol, out var symbol)) return null;
        var isSellOnly = pair.Status is "sellonly" or "sell_only";
        var isOpen = (isSellOnly || pair.Status == "tradable") && pair.IsApiTradable != false && pair is { AssetIncrement: > 0, QuoteIncrement: > 0 };
        return new Instrument(
            symbol, pair.QuoteIncrement ?? 0, pair.AssetIncrement ?? 0, new Quantity(Math.Max(0, pair.MinOrderSize ?? 0)), new Quantity(pair.MaxOrderSize is > 0 and var most ? most : decimal.MaxValue),
            new Money(Math.Max(0, pair.MinOrderAmount ?? 0)), isOpen)
        { IsSellOnly = isSellOnly };
    }

    /// <summary>Null where a side is missing. Prices that cross a little are taken as the worse of both; the venue's stamp is told by this machine's clock.</summary>
    private Quote? ToQuote(Symbol symbol, RobinhoodBidAsk row)
    {
        if ((row.BidInclusiveOfSellSpread ?? row.Bid) is not (> 0 and var bid) || (row.AskInclusiveOfBuySpread ?? row.Ask) is not (> 0 and var ask)) return null;
        if (bid - ask > MaxCrossing * ask) throw new TransientException($"Robinhood sent a bid of {bid} above the ask of {ask} for {symbol}");
        if (bid > ask) (bid, ask) = (ask, bid);
        var now = time.GetUtcNow();
        var last = row.Price is > 0 and var price ? price : (bid + ask) / 2;
        var stamp = row.Timestamp is { } told ? told - client.ClockSkew : now;
        return new Quote(symbol, new Price(bid), Quantity.Zero, new Price(ask), Quantity.Zero, new Price(last), stamp, now);
    }

    private static T Require<T>(RobinhoodResult<T> result)
    {
        if (!result.IsSuccess) Throw(result.Error);
        return result.Data;
    }

    [DoesNotReturn]
    private static void Throw(RobinhoodError error) => throw error.Kind switch
    {
        RobinhoodErrorKind.Unauthorized or RobinhoodErrorKind.NoKeys => new VenueAccessException(VenueAccess.Key, Words(error)),
        RobinhoodErrorKind.Clock => new VenueAccessException(VenueAccess.Clock, Words(error)),
        RobinhoodErrorKind.Forbidden => new VenueAccessException(VenueAccess.Permission, Words(error)),
        RobinhoodErrorKind.Address => new VenueAccessException(VenueAccess.Address, Words(error)),
        RobinhoodErrorKind.Region => new VenueAccessException(VenueAccess.Region, Words(error)),
        _ => new TransientException(Words(error)),
    };

    /// <summary>What happened and what a person can do. No secret and no account number is in it.</summary>
    private static string Words(RobinhoodError error)
    {
        var text = $"Robinhood: {error.Message} [{error.Code}]";
        return error.Kind switch
        {
            RobinhoodErrorKind.Unauthorized => $"{text}; it refuses key or signature: check that the API key is not revoked and belongs to the stored private key. After many requests it may be throttling: wait a minute and try again",
            RobinhoodErrorKind.Forbidden => $"{text}; the API key may not do this, or the pair is not open to the API: permissions are fixed when a key is made, so make a new one that may trade",
            RobinhoodErrorKind.Address => $"{text}; allow this machine's address for the API key at robinhood.com, crypto settings",
            RobinhoodErrorKind.Region => $"{text}; Robinhood's API serves customers in the United States only, and a gateway refused this place",
            _ => text,
        };
    }
}
