using System.Collections.Frozen;

namespace PowerTrader.Adapters.KuCoin;

/// <summary>The one table of the venue's codes; two codes need their text. Source: KuCoin API documentation, recorded replies, clients in use.</summary>
internal static class KuCoinErrorTable
{
    private static readonly FrozenDictionary<string, KuCoinErrorKind> ByCode = new Dictionary<string, KuCoinErrorKind>
    {
        ["200001"] = KuCoinErrorKind.Suspended,
        ["200002"] = KuCoinErrorKind.RateLimited,
        ["200003"] = KuCoinErrorKind.TooManyOrders,
        ["200004"] = KuCoinErrorKind.InsufficientBalance,
        ["200009"] = KuCoinErrorKind.AccountBlocked,
        ["230003"] = KuCoinErrorKind.InsufficientBalance,
        ["230005"] = KuCoinErrorKind.Unavailable,
        ["260100"] = KuCoinErrorKind.InsufficientBalance,
        ["400001"] = KuCoinErrorKind.Forbidden,
        ["400002"] = KuCoinErrorKind.Clock,
        ["400003"] = KuCoinErrorKind.Forbidden,
        ["400004"] = KuCoinErrorKind.Forbidden,
        ["400005"] = KuCoinErrorKind.Forbidden,
        ["400006"] = KuCoinErrorKind.Address,
        ["400007"] = KuCoinErrorKind.Permission,
        ["400008"] = KuCoinErrorKind.BadRequest,
        ["400200"] = KuCoinErrorKind.Permission,
        ["400303"] = KuCoinErrorKind.AccountBlocked,
        ["400330"] = KuCoinErrorKind.OrderRules,
        ["400370"] = KuCoinErrorKind.OrderRules,
        ["400500"] = KuCoinErrorKind.Region,
        ["400600"] = KuCoinErrorKind.Suspended,
        ["400700"] = KuCoinErrorKind.AccountBlocked,
        ["400760"] = KuCoinErrorKind.OrderRules,
        ["401000"] = KuCoinErrorKind.BadRequest,
        ["404000"] = KuCoinErrorKind.BadRequest,
        ["408000"] = KuCoinErrorKind.Unavailable,
        ["411100"] = KuCoinErrorKind.AccountBlocked,
        ["415000"] = KuCoinErrorKind.BadRequest,
        ["429000"] = KuCoinErrorKind.RateLimited,
        ["500000"] = KuCoinErrorKind.Unavailable,
        ["600100"] = KuCoinErrorKind.OrderRules,
        ["600101"] = KuCoinErrorKind.OrderRules,
        ["600203"] = KuCoinErrorKind.Suspended,
        ["900001"] = KuCoinErrorKind.UnknownSymbol,
        ["102411"] = KuCoinErrorKind.BadRequest,
        ["102421"] = KuCoinErrorKind.InsufficientBalance,
        ["102425"] = KuCoinErrorKind.BadRequest,
        ["102426"] = KuCoinErrorKind.DuplicateClientId,
        ["102427"] = KuCoinErrorKind.TooManyOrders,
        ["102428"] = KuCoinErrorKind.OrderNotFound,
        ["102429"] = KuCoinErrorKind.OrderRules,
        ["102434"] = KuCoinErrorKind.OrderRules,
        ["102435"] = KuCoinErrorKind.OrderRules,
        ["102436"] = KuCoinErrorKind.OrderNotFound,
        ["order_not_exist"] = KuCoinErrorKind.OrderNotFound,
    }.ToFrozenDictionary();

    /// <summary>Of code 400100, whose text says what is meant; the first that is found counts.</summary>
    private static readonly (string Words, KuCoinErrorKind Kind)[] ByText =
    [
        ("order_not_exist", KuCoinErrorKind.OrderNotFound),
        ("order not exist", KuCoinErrorKind.OrderNotFound),
        ("order does not exist", KuCoinErrorKind.OrderNotFound),
        ("not allow to be cancelled", KuCoinErrorKind.OrderNotFound),
        ("clientOidDuplicated", KuCoinErrorKind.DuplicateClientId),
        ("trading pair", KuCoinErrorKind.UnknownSymbol),
        ("account.available.amount", KuCoinErrorKind.InsufficientBalance),
        ("insufficient", KuCoinErrorKind.InsufficientBalance),
        ("minimum requirement", KuCoinErrorKind.OrderRules),
        ("increment", KuCoinErrorKind.OrderRules),
        ("given range", KuCoinErrorKind.OrderRules),
        ("KC-API-TIMESTAMP", KuCoinErrorKind.Clock),
    ];

    /// <summary>Codes in the table, for those who want to see them all.</summary>
    public static IEnumerable<string> Codes => ByCode.Keys;

    /// <summary>Null where neither code nor text is known: then the HTTP status decides.</summary>
    public static KuCoinErrorKind? Find(string? code, string text)
    {
        if (code is null) return null;
        if (ByCode.TryGetValue(code, out var kind)) return kind;
        foreach (var (words, meant) in ByText)
        {
            if (text.Contains(words, StringComparison.OrdinalIgnoreCase)) return meant;
        }
        return code == "400100" ? KuCoinErrorKind.BadRequest : null;
    }
}
