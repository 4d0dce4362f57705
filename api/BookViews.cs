using System.Text.Json.Serialization;

namespace PowerTrader.Api;

/// <param name="Amount">Above 0.</param>
/// <param name="Coin">Null for cash.</param>
/// <param name="Key">Makes a repeat harmless: letters, digits, <c>-</c> and <c>_</c>, at most 40.</param>
public sealed record MoveRequest(decimal Amount, string? Coin, string? Key);

/// <param name="Cost">What the coins cost in all, in the portfolio's currency.</param>
public sealed record AdoptRequest(string? Coin, decimal Quantity, decimal Cost);

public sealed record ConfirmRequest(string? Coin);

public sealed record CheckView(string Name, bool Passed, string Text);

/// <param name="Waiting">Why balances were not compared; null where they were.</param>
public sealed record ReconciliationView(
    DateTimeOffset Time, bool Passed, DateTimeOffset FillsSince, int Fills, int LateFills, int OpenOrders, decimal VenueCash, decimal BookCash, int Coins,
    string? Waiting, IReadOnlyList<CheckView> Checks, IReadOnlyList<string> Findings);

/// <param name="Adopted">False in a preview.</param>
public sealed record AdoptionView(
    bool Adopted, string Symbol, long Deal, decimal Quantity, decimal Cost, decimal Average, decimal ProfitLine, decimal? Bid, decimal Budget, decimal BudgetLeft,
    decimal CoinExposure, decimal CoinLimit, decimal AllExposure, decimal AllLimit, IReadOnlyList<string> Warnings);

/// <param name="Cost">Of what left, fees included.</param>
/// <param name="Halt">Of the coin, as it stays: only <c>resume</c> lets it buy again.</param>
public sealed record ConfirmationView(string Symbol, decimal Quantity, decimal Cost, string Halt);

public sealed record AlertView(DateTimeOffset Time, string Severity, string Kind, string Portfolio, string Subject, string Text);

/// <summary>Coins at the venue that no deal explains.</summary>
public sealed record UnmanagedCoin(string Coin, decimal Quantity);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(MoveRequest))]
[JsonSerializable(typeof(AdoptRequest))]
[JsonSerializable(typeof(ConfirmRequest))]
[JsonSerializable(typeof(ReconciliationView))]
[JsonSerializable(typeof(AdoptionView))]
[JsonSerializable(typeof(ConfirmationView))]
[JsonSerializable(typeof(IReadOnlyList<AlertView>))]
[JsonSerializable(typeof(IReadOnlyList<UnmanagedCoin>))]
public sealed partial class BookJson : JsonSerializerContext;
