namespace PowerTrader.Adapters.KuCoin;

/// <summary>Ticker of <c>/api/v1/market/orderbook/level1</c> and of the ticker streams; prices are decimal strings, <c>time</c> is milliseconds.</summary>
public sealed record KuCoinTicker(
    string? Sequence, string? Price, string? Size, string? BestBid, string? BestBidSize, string? BestAsk, string? BestAskSize, long Time);

/// <summary><c>/api/v1/market/allTickers</c>: a snapshot that the venue renews every 2 s; <c>time</c> is milliseconds.</summary>
public sealed record KuCoinAllTickers(long Time, KuCoinAllTickersRow[] Ticker);

/// <summary>A row of all tickers: <c>buy</c> is the best bid, <c>sell</c> the best ask; the rest is over a rolling 24 h. Idle pairs have nulls.</summary>
public sealed record KuCoinAllTickersRow(
    string Symbol, string? SymbolName, string? Buy, string? BestBidSize, string? Sell, string? BestAskSize, string? ChangeRate, string? ChangePrice,
    string? High, string? Low, string? Vol, string? VolValue, string? Last, string? AveragePrice, string? TakerFeeRate, string? MakerFeeRate,
    string? TakerCoefficient, string? MakerCoefficient);

/// <summary><c>/api/v1/market/stats</c>, over a rolling 24 h; <c>changeRate</c> is a fraction, <c>vol</c> in base and <c>volValue</c> in quote coins.</summary>
public sealed record KuCoinStats(
    long Time, string Symbol, string? Buy, string? Sell, string? ChangeRate, string? ChangePrice, string? High, string? Low, string? Vol,
    string? VolValue, string? Last, string? AveragePrice, string? TakerFeeRate, string? MakerFeeRate, string? TakerCoefficient, string? MakerCoefficient);

/// <summary>A row of <c>/api/v2/symbols</c>. <c>st</c> marks a pair under special treatment (it may be delisted).</summary>
public sealed record KuCoinSymbol(
    string Symbol, string? Name, string? BaseCurrency, string? QuoteCurrency, string? FeeCurrency, string? Market,
    string? BaseMinSize, string? QuoteMinSize, string? BaseMaxSize, string? QuoteMaxSize, string? BaseIncrement, string? QuoteIncrement,
    string? PriceIncrement, string? PriceLimitRate, string? MinFunds, bool? IsMarginEnabled, bool? EnableTrading, int? FeeCategory,
    string? MakerFeeCoefficient, string? TakerFeeCoefficient, bool? St, bool? CallauctionIsEnabled, string? CallauctionPriceFloor,
    string? CallauctionPriceCeiling, long? CallauctionFirstStageStartTime, long? CallauctionSecondStageStartTime,
    long? CallauctionThirdStageStartTime, long? TradingStartTime);

/// <summary>A row of <c>/api/v3/currencies</c>; <c>currency</c> never changes, <c>name</c> may; <c>precision</c> counts decimal places.</summary>
public sealed record KuCoinCurrency(
    string Currency, string? Name, string? FullName, int? Precision, int? Confirms, string? ContractAddress, bool? IsMarginEnabled,
    bool? IsDebitEnabled, KuCoinChain[]? Chains);

/// <summary>A network a currency can be moved on.</summary>
public sealed record KuCoinChain(
    string? ChainName, string? ChainId, string? WithdrawalMinSize, string? DepositMinSize, string? WithdrawFeeRate, string? WithdrawalMinFee,
    bool? IsWithdrawEnabled, bool? IsDepositEnabled, int? Confirms, int? PreConfirms, string? ContractAddress, int? WithdrawPrecision,
    string? MaxWithdraw, string? MaxDeposit, bool? NeedTag);

/// <summary>An order book: rows <c>[price, size]</c>, bids from the highest, asks from the lowest; <c>time</c> is milliseconds.</summary>
public sealed record KuCoinBook(string Sequence, long Time, string[][] Bids, string[][] Asks);

/// <summary>A row of <c>/api/v1/market/histories</c>: <c>side</c> is the taker's, <c>time</c> is nanoseconds.</summary>
public sealed record KuCoinTrade(string Sequence, string Price, string Size, string Side, long Time);

/// <summary><c>/api/v1/market/callauctionData</c>; <c>time</c> is milliseconds.</summary>
public sealed record KuCoinCallAuction(
    string Symbol, string? EstimatedPrice, string? EstimatedSize, string? SellOrderRangeLowPrice, string? SellOrderRangeHighPrice,
    string? BuyOrderRangeLowPrice, string? BuyOrderRangeHighPrice, long Time);

/// <summary><c>/api/v1/status</c>: <c>open</c>, <c>close</c> (maintenance) or <c>cancelonly</c>.</summary>
public sealed record KuCoinStatus(string Status, string? Msg);

/// <summary><c>/api/v1/bullet-public</c> and <c>bullet-private</c>: where to open a stream, and the token for one connection. It lasts 24 h.</summary>
public sealed record KuCoinBullet(string Token, KuCoinInstanceServer[] InstanceServers);

/// <summary>A stream server; intervals are milliseconds.</summary>
public sealed record KuCoinInstanceServer(string Endpoint, bool? Encrypt, string? Protocol, int PingInterval, int PingTimeout);
