namespace PowerTrader.Adapters.KuCoin.Spot;

// Coins that are moved, lent or borrowed. This program does none of it and its key needs no right to; the replies are known so that they can be read.

public sealed record SpotDepositAddress(
    string Address, string? Memo, string? ChainId, string? To, long? ExpirationDate, string? Currency, string? ContractAddress, string? ChainName);

/// <summary>What may be withdrawn, in the coin, in BTC and in a currency of the quota.</summary>
public sealed record SpotWithdrawalQuota(
    string Currency, string? Chain, KuCoinValue? LimitBTCAmount, KuCoinValue? UsedBTCAmount, string? QuotaCurrency, KuCoinValue? LimitQuotaCurrencyAmount,
    KuCoinValue? UsedQuotaCurrencyAmount, KuCoinValue? RemainAmount, KuCoinValue? AvailableAmount, KuCoinValue? InnerWithdrawMinFee, KuCoinValue? WithdrawMinSize,
    KuCoinValue? WithdrawMinFee, int? Precision, string? Reason, bool? IsWithdrawEnabled);

/// <summary>The answer to a transfer or a withdrawal.</summary>
public sealed record SpotMoved(string? OrderId, string? WithdrawalId);

/// <summary>Cross margin, in the old and the new form.</summary>
public sealed record SpotMarginAccount(
    KuCoinValue? DebtRatio, KuCoinValue? TotalAssetOfQuoteCurrency, KuCoinValue? TotalLiabilityOfQuoteCurrency, string? Status, SpotMarginCoin[] Accounts);

public sealed record SpotMarginCoin(
    string Currency, KuCoinValue? Total, KuCoinValue? Available, KuCoinValue? Hold, KuCoinValue? TotalBalance, KuCoinValue? AvailableBalance,
    KuCoinValue? HoldBalance, KuCoinValue? Liability, KuCoinValue? LiabilityPrincipal, KuCoinValue? LiabilityInterest, KuCoinValue? MaxBorrowSize,
    bool? BorrowEnabled, bool? TransferInEnabled);

/// <summary>Isolated margin: a pair of coins per pair.</summary>
public sealed record SpotIsolatedAccounts(KuCoinValue? TotalConversionBalance, KuCoinValue? LiabilityConversionBalance, SpotIsolatedPair[] Assets);

public sealed record SpotIsolatedPair(string Symbol, string? Status, KuCoinValue? DebtRatio, SpotIsolatedCoin BaseAsset, SpotIsolatedCoin QuoteAsset);

public sealed record SpotIsolatedCoin(
    string Currency, KuCoinValue? TotalBalance, KuCoinValue? HoldBalance, KuCoinValue? AvailableBalance, KuCoinValue? Liability, KuCoinValue? Interest,
    KuCoinValue? BorrowableAmount);
