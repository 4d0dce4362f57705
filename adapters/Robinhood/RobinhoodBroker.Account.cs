using PowerTrader.Core.Markets;
using PowerTrader.Core.Ports;

namespace PowerTrader.Adapters.Robinhood;

/// <summary>The account: what it may do, and what is in it.</summary>
public sealed partial class RobinhoodBroker
{
    /// <summary>An order that no account has: cancelling it tells a key that may trade from one that may not.</summary>
    private const string NoOrder = "00000000-0000-4000-8000-000000000000";

    private const int BalanceAttempts = 4;

    private volatile RobinhoodAccount? accountInUse;
    private volatile object? mayTrade;

    /// <summary>The key's scope is tried by cancelling an order that does not exist: nothing is placed.</summary>
    public async Task<VenueAccount> GetAccountAsync(CancellationToken cancellationToken)
    {
        var account = await ReadAccountAsync(cancellationToken);
        var status = account.Status switch
        {
            "active" when account.IsApiTradable != false => AccountStatus.Active,
            "sell_only" when account.IsApiTradable != false => AccountStatus.SellOnly,
            _ => AccountStatus.Blocked,
        };
        // A key's scope is fixed for its life.
        mayTrade ??= await TryScopeAsync(cancellationToken);
        return new VenueAccount(status, mayTrade as bool?, client.ClockSkew);
    }

    /// <summary>Cash is what is free and what open buys hold. Where an order changed while it was read, all is read again.</summary>
    public async Task<VenueBalances> GetBalancesAsync(CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < BalanceAttempts; attempt++)
        {
            var before = await ReadOpenOrdersAsync(cancellationToken);
            var account = await ReadAccountAsync(cancellationToken);
            var holdings = Require(await client.GetHoldingsAsync(account, [], cancellationToken));
            var after = await ReadOpenOrdersAsync(cancellationToken);
            if (!Mark(before).SequenceEqual(Mark(after))) continue;
            var free = account.BuyingPower ?? throw new TransientException("Robinhood does not tell the account's buying power");
            return new VenueBalances(new Money(free + after.Sum(Held)), Coins(holdings)) { CashUnit = UnitOf(free) };
        }
        throw new TransientException("Robinhood's orders changed again and again while the balances were read");

        static IEnumerable<(string?, decimal)> Mark(IEnumerable<RobinhoodOrder> orders) =>
            orders.Select(order => (order.Id, order.Filled)).OrderBy(order => order.Id, StringComparer.Ordinal);
    }

    /// <summary>The buying power is told to cents, or to the decimals that it shows where these are more.</summary>
    private static Money UnitOf(decimal told)
    {
        var unit = 0.01m;
        while (told % unit != 0) unit /= 10;
        return new Money(unit);
    }

    private static Dictionary<string, Quantity> Coins(IEnumerable<RobinhoodHolding> holdings) => holdings
        .Where(holding => holding.AssetCode is { Length: > 0 })
        .GroupBy(holding => holding.AssetCode!, StringComparer.Ordinal)
        .ToDictionary(coin => coin.Key, coin => new Quantity(Math.Max(0, coin.Sum(holding => holding.TotalQuantity ?? 0))), StringComparer.Ordinal);

    /// <summary>Cash that an open buy still holds, with the fee it expects.</summary>
    private static decimal Held(RobinhoodOrder order)
    {
        if (order.Side != "buy") return 0;
        var price = order.Config?.LimitPrice ?? order.Config?.StopPrice ?? 0;
        var rest = order.Config?.QuoteAmount is { } amount
            ? amount - order.Filled * (order.AveragePrice ?? price)
            : ((order.Config?.AssetQuantity ?? 0) - order.Filled) * price;
        return Math.Max(0, rest) + (order.EstimatedFeeRemaining ?? 0);
    }

    /// <summary>The account as it is now; null only in version 1 where none was read yet, which needs none.</summary>
    private async Task<RobinhoodAccount?> AccountAsync(CancellationToken cancellationToken) =>
        client.Version == 1 ? null : accountInUse ?? await ReadAccountAsync(cancellationToken);

    private async Task<RobinhoodAccount> ReadAccountAsync(CancellationToken cancellationToken)
    {
        var account = Choose(Require(await client.GetAccountsAsync(cancellationToken)));
        if (account.BuyingPowerCurrency is { Length: > 0 } currency && currency != Currency)
            throw new VenueAccessException(VenueAccess.Permission, $"Robinhood: the account's cash is in {currency}, and only {Currency} can be traded with");
        return accountInUse = account;
    }

    /// <summary>The one that the API may trade. Of several the one of the wanted type, and never a guess.</summary>
    private RobinhoodAccount Choose(IReadOnlyList<RobinhoodAccount> accounts)
    {
        if (accounts.Count == 1) return accounts[0];
        var open = accounts.Where(account => account.IsApiTradable == true).ToList();
        var wanted = open.Count == 1 ? open : [.. open.Where(account => account.AccountType == options.AccountType)];
        if (wanted.Count == 1) return wanted[0];
        var types = string.Join(", ", accounts.Select(account => account.AccountType ?? "(no type)"));
        throw new VenueAccessException(
            VenueAccess.Permission,
            open.Count == 0
                ? $"Robinhood: none of the {accounts.Count} accounts may be traded by the API; enable it at robinhood.com, crypto settings"
                : $"Robinhood: {open.Count} accounts may be traded by the API and {wanted.Count} are of type '{options.AccountType}'; set the broker's parameter account to one of: {types}");
    }

    private async Task<object?> TryScopeAsync(CancellationToken cancellationToken) => (await client.CancelAsync(NoOrder, cancellationToken))?.Kind switch
    {
        RobinhoodErrorKind.NotFound or RobinhoodErrorKind.BadRequest => true,
        RobinhoodErrorKind.Forbidden => false,
        _ => null,
    };
}
