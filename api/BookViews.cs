using System.Text.Json.Serialization;

namespace PowerTrader.Api;

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
[JsonSerializable(typeof(ReconciliationView))]
[JsonSerializable(typeof(AdoptionView))]
[JsonSerializable(typeof(ConfirmationView))]
[JsonSerializable(typeof(IReadOnlyList<AlertView>))]
[JsonSerializable(typeof(IReadOnlyList<UnmanagedCoin>))]
public sealed partial class BookJson : JsonSerializerContext;
