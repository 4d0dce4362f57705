using System.Text.Json.Serialization;

namespace PowerTrader.Adapters.KuCoin.Spot;

/// <summary>A row of <c>/api/v1/accounts</c>: <c>balance = available + holds</c>. Only <c>trade</c> and <c>trade_hf</c> can be traded from.</summary>
public sealed record SpotAccount(string? Id, string Currency, string? Type, KuCoinValue? Balance, KuCoinValue? Available, KuCoinValue? Holds, KuCoinValue? Transferable);

/// <summary>Fractions of an order's value; <c>symbol</c> is missing where they are the account's own.</summary>
public sealed record SpotFeeRates(string? Symbol, KuCoinValue? TakerFeeRate, KuCoinValue? MakerFeeRate);

/// <summary><c>/api/v1/user/api-key</c>: <c>permission</c> is a list with commas, <c>apiVersion</c> what signs it.</summary>
public sealed record SpotKeyInfo(
    string? Remark, string? ApiKey, int? ApiVersion, string? Permission, string? IpWhitelist, long? CreatedAt, KuCoinValue? Uid, bool? IsMaster, string? SubName)
{
    [JsonIgnore]
    public IReadOnlyList<string> Permissions => (Permission ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}

/// <summary><c>/api/v2/user-info</c>.</summary>
public sealed record SpotUser(
    int? Level, int? SubQuantity, int? MaxDefaultSubQuantity, int? MaxSubQuantity, int? SpotSubQuantity, int? MarginSubQuantity, int? FuturesSubQuantity,
    int? MaxSpotSubQuantity, int? MaxMarginSubQuantity, int? MaxFuturesSubQuantity);

public sealed record SpotSubUser(string UserId, KuCoinValue? Uid, string? SubName, int? Type, string? Remarks, string? Access);

/// <summary>A movement of an account.</summary>
public sealed record SpotLedgerRow(
    string Id, string Currency, KuCoinValue? Amount, KuCoinValue? Fee, KuCoinValue? Balance, string? AccountType, string? BizType, string? Direction,
    KuCoinValue? CreatedAt, string? Context);

/// <summary>A deposit, or a withdrawal (which has an id).</summary>
public sealed record SpotMovement(
    string? Id, string Currency, string? Chain, string? Status, string? Address, string? Memo, bool? IsInner, KuCoinValue? Amount, KuCoinValue? Fee,
    string? WalletTxId, KuCoinValue? CreatedAt, KuCoinValue? UpdatedAt, string? Remark);
