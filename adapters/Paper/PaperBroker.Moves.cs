using System.Globalization;
using PowerTrader.Core.Ports;

namespace PowerTrader.Adapters.Paper;

public sealed partial class PaperBroker
{
    /// <summary>Pays in (or, negative, takes out) cash or coins at the venue, as a bank or a wallet would; the books learn of it by reconciling.</summary>
    /// <param name="coin">Null for cash.</param>
    /// <param name="key">The same key moves once; null draws the account's next number.</param>
    /// <returns>Null where it is moved, now or before; else why not.</returns>
    public async Task<string?> MoveAsync(decimal amount, string? coin, string? key, CancellationToken cancellationToken)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"{amount} {coin ?? "cash"}");
        for (var attempt = 0; attempt < MaxAttempts; attempt++)
        {
            var (account, etag) = await ledger.AccountAsync(cancellationToken);
            if (key is not null && await ledger.MoveAsync(key, cancellationToken) is { } moved)
                return moved == text ? null : $"key '{key}' moved {moved} before; use another key for another movement";
            var open = (await ledger.OpenOrdersAsync(cancellationToken)).Where(order => order.Status == "Open").ToList();
            if (amount < 0 && Shortage(-amount, coin, account, open) is { } shortage) return shortage;
            account = coin is null
                ? account with { Cash = account.Cash + amount, Sequence = account.Sequence + 1 }
                : account with { Coins = new Dictionary<string, decimal>(account.Coins) { [coin] = account.Coins.GetValueOrDefault(coin) + amount }, Sequence = account.Sequence + 1 };
            if (await ledger.SaveMoveAsync(account, etag, key ?? PaperLedger.VenueOrderId(account.Sequence), text, cancellationToken)) return null;
        }
        throw new TransientException("the paper account was changed by somebody else again and again; nothing was moved");
    }

    private string? Shortage(decimal amount, string? coin, PaperAccount account, List<PaperOrder> open)
    {
        var free = coin is null ? account.Cash - HeldCash(open) : account.Coins.GetValueOrDefault(coin) - HeldCoins(coin, open);
        return amount > free ? string.Create(CultureInfo.InvariantCulture, $"{amount} exceeds the {free} {coin ?? "cash"} that no open order holds; take out at most this") : null;
    }

    private decimal HeldCash(IEnumerable<PaperOrder> open) => open.Where(order => order.IsBuy).Sum(order => (order.Quantity - order.Filled) * order.Limit * (1 + options.FeeRate));

    private static decimal HeldCoins(string coin, IEnumerable<PaperOrder> open) =>
        open.Where(order => !order.IsBuy && Core.Markets.Symbol.Parse(order.Symbol).Base == coin).Sum(order => order.Quantity - order.Filled);
}
