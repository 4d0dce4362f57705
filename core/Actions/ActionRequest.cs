using System.Globalization;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Orders;

namespace PowerTrader.Core.Actions;

/// <summary>One sound request. Its key makes it happen once, however often it is sent.</summary>
/// <param name="Key">1 to 40 letters, digits, <c>-</c> and <c>_</c>.</param>
public sealed record ActionRequest(ActionKind Kind, Symbol Symbol, string Key)
{
    /// <summary>Of a purchase: money to spend, fee included. Of a raised budget: how much more.</summary>
    public Money? Amount { get; init; }

    public Quantity? Quantity { get; init; }

    /// <summary>Of what the deal holds, above 0 and up to 100.</summary>
    public decimal? Percent { get; init; }

    /// <summary>Null stands beyond the touch, as every order of the rules does.</summary>
    public Price? Limit { get; init; }

    /// <summary>Null goes back to the rules.</summary>
    public decimal? StartPercent { get; init; }

    public decimal? GapPercent { get; init; }

    /// <summary>It makes an order.</summary>
    public bool Trades => Kind is ActionKind.Buy or ActionKind.Sell or ActionKind.Close or ActionKind.AddFunds;

    public OrderSide Side => Kind is ActionKind.Sell or ActionKind.Close ? OrderSide.Sell : OrderSide.Buy;

    /// <summary>Everything but the key: the same key with another text is another request.</summary>
    public string Text => string.Create(
        CultureInfo.InvariantCulture,
        $"{ActionForm.NameOf(Kind)}|{Symbol}|{Digits(Amount?.Amount)}|{Digits(Quantity?.Value)}|{Digits(Percent)}|{Digits(Limit?.Value)}|{Digits(StartPercent)}|{Digits(GapPercent)}");

    private static string Digits(decimal? value) => value?.ToString("0.############################", CultureInfo.InvariantCulture) ?? "";
}
